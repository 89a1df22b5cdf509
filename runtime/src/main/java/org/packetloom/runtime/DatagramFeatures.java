// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorClosedException;
import org.packetloom.Membership;
import org.packetloom.platform.DatagramFeature;
import org.packetloom.platform.DatagramSockets;
import org.packetloom.platform.MulticastMembership;
import org.packetloom.platform.Transfer;

/** What an internet socket of datagrams can be made to do beyond sending and receiving. */
final class DatagramFeatures {
  private final Opening opening;
  private final Handle handle;
  private final DescriptorDatagrams owner;

  DatagramFeatures(Opening opening, Handle handle, DescriptorDatagrams owner) {
    this.opening = opening;
    this.handle = handle;
    this.owner = owner;
  }

  private DatagramSockets sockets() {
    return opening.descriptors().datagrams();
  }

  void queueErrors() throws IOException {
    feature("hear errors", DatagramFeature.ERROR_QUEUE, true);
  }

  void packetInfo(boolean isTold) throws IOException {
    feature("packet information", DatagramFeature.PACKET_INFO, isTold);
  }

  void receiveOffload(boolean isAllowed) throws IOException {
    String operation = "receive offload";
    handle.enter(operation);
    try {
      int known = sockets().hasFeature(handle.descriptor(), DatagramFeature.RECEIVE_OFFLOAD);
      if (known < 0) {
        throw new CapabilityException(
            operation + " of " + owner.uri(), "the system lacks UDP_GRO", "use Linux 5.0 or later");
      }
    } finally {
      handle.leave();
    }
    feature(operation, DatagramFeature.RECEIVE_OFFLOAD, isAllowed);
    owner.mayBeJoined(isAllowed);
  }

  private void feature(String operation, DatagramFeature feature, boolean isOn) throws IOException {
    handle.enter(operation);
    try {
      int result = sockets().feature(handle.descriptor(), feature, isOn);
      opening.failures().ensure(operation, owner.endpoints(Transfer.READ), result);
    } finally {
      handle.leave();
    }
  }

  Membership join(
      InetAddress group, NetworkInterface networkInterface, Optional<InetAddress> source)
      throws IOException {
    var membership = new MulticastMembership(group, networkInterface.getIndex(), source);
    multicast("join", membership, true);
    return new Joined(membership, networkInterface, new AtomicBoolean());
  }

  /** Leaves out datagrams of groups that only other sockets have joined. */
  void ownGroups() throws IOException {
    feature("hear own groups", DatagramFeature.FOREIGN_GROUPS, false);
  }

  private void block(MulticastMembership membership, InetAddress sender, boolean isBlocked)
      throws IOException {
    String operation = isBlocked ? "block" : "unblock";
    var blocked =
        new MulticastMembership(
            membership.group(), membership.networkInterface(), Optional.of(sender));
    handle.enter(operation);
    try {
      int result = sockets().block(handle.descriptor(), blocked, isBlocked);
      String endpoints = owner.endpoints(Transfer.READ) + " <- " + sender.getHostAddress();
      opening.failures().ensure(operation, endpoints, result);
    } finally {
      handle.leave();
    }
  }

  private void multicast(String operation, MulticastMembership membership, boolean isJoin)
      throws IOException {
    handle.enter(operation);
    try {
      int result = sockets().multicast(handle.descriptor(), membership, isJoin);
      String endpoints =
          owner.endpoints(Transfer.READ) + " <- " + membership.group().getHostAddress();
      opening.failures().ensure(operation, endpoints, result);
    } finally {
      handle.leave();
    }
  }

  private final class Joined implements Membership {
    private final MulticastMembership membership;
    private final NetworkInterface networkInterface;
    private final AtomicBoolean isLeft;

    Joined(
        MulticastMembership membership, NetworkInterface networkInterface, AtomicBoolean isLeft) {
      this.membership = membership;
      this.networkInterface = networkInterface;
      this.isLeft = isLeft;
    }

    @Override
    public InetAddress group() {
      return membership.group();
    }

    @Override
    public NetworkInterface networkInterface() {
      return networkInterface;
    }

    @Override
    public Optional<InetAddress> source() {
      return membership.source();
    }

    @Override
    public void block(InetAddress sender) throws IOException {
      ensureForAll();
      DatagramFeatures.this.block(membership, sender, true);
    }

    @Override
    public void unblock(InetAddress sender) throws IOException {
      ensureForAll();
      DatagramFeatures.this.block(membership, sender, false);
    }

    private void ensureForAll() {
      if (membership.source().isPresent()) {
        throw new IllegalStateException("joined for one sender: " + this);
      }
    }

    @Override
    public void close() throws IOException {
      if (isLeft.compareAndSet(false, true) && owner.isOpen()) {
        try {
          multicast("leave", membership, false);
        } catch (ConnectorClosedException _) {
          // closed meanwhile, and left with that
        }
      }
    }

    @Override
    public String toString() {
      String from = source().map(address -> " from " + address.getHostAddress()).orElse("");
      return group().getHostAddress() + from + " at " + networkInterface.getName();
    }
  }
}
