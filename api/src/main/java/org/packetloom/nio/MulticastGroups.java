// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.MembershipKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.packetloom.DatagramConnector;
import org.packetloom.Membership;

/** The groups that a channel of datagrams has joined; ends with the channel. */
final class MulticastGroups {
  private final LoomDatagramChannel channel;
  private final DatagramConnector connector;
  private final ProtocolFamily family;

  private final ReentrantLock groupsLock = new ReentrantLock();

  /** Guarded by groupsLock. */
  private final Map<Place, Map<Optional<InetAddress>, GroupKey>> keys = new HashMap<>();

  private boolean isClosed; // guarded by groupsLock

  MulticastGroups(LoomDatagramChannel channel, DatagramConnector connector, ProtocolFamily family) {
    this.channel = channel;
    this.connector = connector;
    this.family = family;
  }

  /** A group, as heard through one interface. */
  record Place(InetAddress group, NetworkInterface networkInterface) {}

  /** Joins a group for one sender, or for all; the same key again if that was done before. */
  MembershipKey join(
      InetAddress group, NetworkInterface networkInterface, Optional<InetAddress> source)
      throws IOException {
    ensureGroup(group);
    Objects.requireNonNull(networkInterface, "networkInterface");
    source.ifPresent(sender -> ensureSource(group, sender));
    Place place = new Place(group, networkInterface);
    groupsLock.lock();
    try {
      if (isClosed || !channel.isOpen()) {
        throw new ClosedChannelException();
      }
      Map<Optional<InetAddress>, GroupKey> members = keys.getOrDefault(place, Map.of());
      GroupKey known = members.get(source);
      if (known != null) {
        return known;
      }
      if (!members.isEmpty() && (source.isEmpty() || members.containsKey(Optional.empty()))) {
        throw new IllegalStateException(
            "the group was joined for all senders, and cannot be for one, or the reverse");
      }
      Membership membership =
          source.isPresent()
              ? connector.join(group, networkInterface, source.get())
              : connector.join(group, networkInterface);
      GroupKey key = new GroupKey(this, channel, place, membership);
      keys.computeIfAbsent(place, _ -> new HashMap<>()).put(source, key);
      return key;
    } finally {
      groupsLock.unlock();
    }
  }

  private void ensureGroup(InetAddress group) {
    if (family == StandardProtocolFamily.UNIX) {
      throw new UnsupportedOperationException("a Unix-domain channel has no groups");
    }
    if (!group.isMulticastAddress()) {
      throw new IllegalArgumentException("Group not a multicast address: " + group);
    }
    if (group instanceof Inet6Address && family == StandardProtocolFamily.INET) {
      throw new IllegalArgumentException("Only IPv6 sockets can join IPv6 multicast group");
    }
  }

  /** An interface that hears a group, for whoever chose none. */
  static NetworkInterface defaultInterface(InetAddress group) {
    try {
      return NetworkInterface.networkInterfaces()
          .filter(candidate -> isHearing(candidate, group))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no interface hears " + group));
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isHearing(NetworkInterface candidate, InetAddress group) {
    try {
      return candidate.isUp()
          && candidate.supportsMulticast()
          && candidate
              .inetAddresses()
              .anyMatch(own -> own instanceof Inet6Address == group instanceof Inet6Address);
    } catch (SocketException _) {
      return false; // it went away
    }
  }

  /** Checks the address of one sender. */
  static void ensureSource(InetAddress group, InetAddress source) {
    if (source.isAnyLocalAddress()) {
      throw new IllegalArgumentException("Source address is a wildcard address");
    }
    if (source.isMulticastAddress()) {
      throw new IllegalArgumentException("Source address is multicast address");
    }
    if (source.getClass() != group.getClass()) {
      throw new IllegalArgumentException("Source address is different type to group");
    }
  }

  /** Leaves the group of a key; it is left whatever the system says. */
  void leave(GroupKey key) throws IOException {
    groupsLock.lock();
    try {
      key.invalidate();
      Map<Optional<InetAddress>, GroupKey> members = keys.get(key.place());
      if (members != null) {
        members.values().remove(key);
        if (members.isEmpty()) {
          keys.remove(key.place());
        }
      }
      key.membership().close();
    } finally {
      groupsLock.unlock();
    }
  }

  /** The channel is closed: all keys are invalid. */
  void close() {
    groupsLock.lock();
    try {
      isClosed = true;
      keys.values().forEach(members -> members.values().forEach(GroupKey::invalidate));
      keys.clear();
    } finally {
      groupsLock.unlock();
    }
  }
}
