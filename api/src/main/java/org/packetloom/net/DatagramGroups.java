// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.AddressInUseException;
import org.packetloom.DatagramConnector;
import org.packetloom.Membership;

/** The multicast groups of a datagram socket, and the interface that they are heard and sent by. */
final class DatagramGroups {
  private final DatagramConnector connector;
  private final DatagramSettings settings;
  private final ReentrantLock groupsLock = new ReentrantLock();
  private final Map<Heard, Membership> members = new HashMap<>(); // guarded by groupsLock

  /** How the interface was named; null if it was not by an address; guarded by groupsLock. */
  private @Nullable InetAddress interfaceAddress;

  /** A group at an interface, by its number: 0 for whichever the system chooses. */
  private record Heard(InetAddress group, int index) {}

  DatagramGroups(DatagramConnector connector, DatagramSettings settings) {
    this.connector = connector;
    this.settings = settings;
  }

  // ---- membership

  void join(@Nullable SocketAddress group, @Nullable NetworkInterface heardBy) throws IOException {
    InetAddress address = ensureGroup(group);
    settings.ensureOpen();
    groupsLock.lock();
    try {
      NetworkInterface chosen = chosen(heardBy);
      Heard heard = new Heard(address, chosen.getIndex());
      if (members.containsKey(heard)) {
        throw new SocketException("Already a member of group");
      }
      members.put(heard, connector.join(address, chosen));
    } catch (AddressInUseException e) {
      throw new SocketException("Already a member of group", e);
    } catch (IOException e) {
      throw JdkFailures.ofDatagrams(e);
    } finally {
      groupsLock.unlock();
    }
  }

  void leave(@Nullable SocketAddress group, @Nullable NetworkInterface heardBy) throws IOException {
    InetAddress address = ensureGroup(group);
    settings.ensureOpen();
    groupsLock.lock();
    try {
      Membership membership = members.remove(new Heard(address, chosen(heardBy).getIndex()));
      if (membership == null) {
        throw new SocketException("Not a member of group");
      }
      membership.close();
    } catch (IOException e) {
      throw JdkFailures.ofDatagrams(e);
    } finally {
      groupsLock.unlock();
    }
  }

  private static InetAddress ensureGroup(@Nullable SocketAddress group) throws SocketException {
    if (!(group instanceof InetSocketAddress internet)) {
      throw new IllegalArgumentException("Unsupported address type");
    }
    if (internet.isUnresolved()) {
      throw new IllegalArgumentException("Unresolved address");
    }
    if (!internet.getAddress().isMulticastAddress()) {
      throw new SocketException("Not a multicast address");
    }
    return internet.getAddress();
  }

  private NetworkInterface chosen(@Nullable NetworkInterface heardBy) throws IOException {
    if (heardBy != null) {
      return heardBy;
    }
    NetworkInterface set = settings.multicastInterface();
    return set == null ? whichever() : set;
  }

  /** What stands for no interface in particular; nobody but the JDK can make one. */
  private static NetworkInterface whichever() throws IOException {
    try (MulticastSocket plain = new MulticastSocket((SocketAddress) null)) {
      return plain.getNetworkInterface();
    }
  }

  // ---- the interface

  NetworkInterface networkInterface() throws SocketException {
    NetworkInterface set = settings.multicastInterface();
    try {
      return set == null ? whichever() : set;
    } catch (IOException e) {
      throw JdkFailures.ofDatagrams(e);
    }
  }

  void networkInterface(@Nullable NetworkInterface changed) throws SocketException {
    groupsLock.lock();
    try {
      settings.change(StandardSocketOptions.IP_MULTICAST_IF, changed);
      interfaceAddress = null;
    } finally {
      groupsLock.unlock();
    }
  }

  void interfaceAddress(@Nullable InetAddress address) throws SocketException {
    settings.ensureOpen();
    if (address == null) {
      throw new SocketException("Invalid value 'null'");
    }
    NetworkInterface named = NetworkInterface.getByInetAddress(address);
    if (named == null) {
      throw new SocketException(
          "No network interface found with address " + address.getHostAddress());
    }
    groupsLock.lock();
    try {
      settings.change(StandardSocketOptions.IP_MULTICAST_IF, named);
      interfaceAddress = address;
    } finally {
      groupsLock.unlock();
    }
  }

  /** The address by which the interface was named, if it has it; else its first one, or none. */
  InetAddress interfaceAddress() throws SocketException {
    NetworkInterface set = settings.multicastInterface();
    InetAddress none = new InetSocketAddress(0).getAddress();
    if (set == null) {
      return none;
    }
    groupsLock.lock();
    try {
      InetAddress named = interfaceAddress;
      return set.inetAddresses()
          .filter(address -> address.equals(named))
          .findFirst()
          .or(() -> set.inetAddresses().findFirst())
          .orElse(none);
    } finally {
      groupsLock.unlock();
    }
  }
}
