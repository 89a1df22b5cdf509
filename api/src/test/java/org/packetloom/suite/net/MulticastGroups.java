// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Joining and leaving groups, and the datagrams that their members get, on this machine alone. */
public interface MulticastGroups extends PacketRow {
  /** A socket that is not bound and may share its port. */
  DatagramSocket newGroupSocket() throws IOException;

  /** A group that no other test has: of those that one organisation may use as it likes. */
  default InetSocketAddress newGroup() throws IOException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    byte[] address = {
      (byte) 239, (byte) 195, (byte) random.nextInt(256), (byte) random.nextInt(1, 255)
    };
    return new InetSocketAddress(InetAddress.getByAddress(address), 0);
  }

  /** The loopback interface; skips the test if it does not carry datagrams to groups. */
  default NetworkInterface loopback() throws IOException {
    NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
    InetSocketAddress group = newGroup();
    try (MulticastSocket probe = new MulticastSocket(0)) {
      probe.joinGroup(group, loopback);
      probe.setNetworkInterface(loopback);
      probe.send(packet(new InetSocketAddress(group.getAddress(), probe.getLocalPort()), 1));
      probe.setSoTimeout(1000);
      probe.receive(room(1));
    } catch (IOException noMulticast) {
      assumeThat(noMulticast).as("multicast on the loopback interface").isNull();
    }
    return loopback;
  }

  /** A member of the group, which sends over loopback as well. */
  default DatagramSocket member(InetSocketAddress group, int port) throws IOException {
    NetworkInterface loopback = loopback();
    DatagramSocket socket = newGroupSocket();
    socket.bind(new InetSocketAddress(port));
    socket.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
    socket.joinGroup(group, loopback);
    return socket;
  }

  /** Sends to the group at the port of this member. */
  default void sendToGroup(DatagramSocket from, InetSocketAddress group, DatagramSocket member)
      throws IOException {
    from.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback());
    from.send(packet(new InetSocketAddress(group.getAddress(), member.getLocalPort()), 77));
  }

  @Test
  default void aMemberGetsWhatIsSentToTheGroup() throws Exception {
    InetSocketAddress group = newGroup();
    try (DatagramSocket member = member(group, 0);
        DatagramSocket sender = newGroupSocket()) {
      sendToGroup(sender, group, member);
      assertThat(receive(member)).containsExactly(77);
    }
  }

  @Test
  default void allMembersGetWhatIsSentToTheGroup() throws Exception {
    InetSocketAddress group = newGroup();
    try (DatagramSocket first = member(group, 0);
        DatagramSocket second = member(group, first.getLocalPort());
        DatagramSocket sender = newGroupSocket()) {
      sendToGroup(sender, group, first);
      assertThat(receive(first)).containsExactly(77);
      assertThat(receive(second)).containsExactly(77);
    }
  }

  @Test
  default void aMemberGetsWhatItSendsItself() throws Exception {
    InetSocketAddress group = newGroup();
    try (DatagramSocket member = member(group, 0)) {
      sendToGroup(member, group, member);
      DatagramPacket packet = room(10);
      member.receive(packet);
      assertThat(packet.getPort()).isEqualTo(member.getLocalPort());
    }
  }

  @Test
  default void whoHasLeftGetsNothing() throws Exception {
    InetSocketAddress group = newGroup();
    try (DatagramSocket member = member(group, 0);
        DatagramSocket sender = newGroupSocket()) {
      member.leaveGroup(group, loopback());
      sendToGroup(sender, group, member);
      sender.send(
          packet(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), member.getLocalPort()), 1));
      assertThat(receive(member)).containsExactly(1);
    }
  }

  @Test
  default void aMemberOfSeveralGroupsGetsWhatIsSentToEach() throws Exception {
    InetSocketAddress first = newGroup();
    InetSocketAddress second = newGroup();
    assumeThat(second).isNotEqualTo(first);
    try (DatagramSocket member = member(first, 0);
        DatagramSocket sender = newGroupSocket()) {
      member.joinGroup(second, loopback());
      sendToGroup(sender, first, member);
      sendToGroup(sender, second, member);
      assertThat(receive(member)).containsExactly(77);
      assertThat(receive(member)).containsExactly(77);
    }
  }

  @Test
  default void joiningTwiceFails() throws Exception {
    InetSocketAddress group = newGroup();
    try (DatagramSocket member = member(group, 0)) {
      assertSocketException(() -> member.joinGroup(group, loopback()));
    }
  }

  @Test
  default void leavingAGroupOfOthersFails() throws Exception {
    InetSocketAddress group = newGroup();
    NetworkInterface loopback = loopback();
    try (DatagramSocket socket = newGroupSocket()) {
      assertSocketException(() -> socket.leaveGroup(group, loopback));
    }
  }

  @Test
  default void leavingTwiceFails() throws Exception {
    InetSocketAddress group = newGroup();
    NetworkInterface loopback = loopback();
    try (DatagramSocket member = member(group, 0)) {
      member.leaveGroup(group, loopback);
      assertSocketException(() -> member.leaveGroup(group, loopback));
    }
  }

  @Test
  default void joiningAgainAfterLeavingWorks() throws Exception {
    InetSocketAddress group = newGroup();
    NetworkInterface loopback = loopback();
    try (DatagramSocket member = member(group, 0);
        DatagramSocket sender = newGroupSocket()) {
      member.leaveGroup(group, loopback);
      member.joinGroup(group, loopback);
      sendToGroup(sender, group, member);
      assertThat(receive(member)).containsExactly(77);
    }
  }

  @Test
  default void addressesOfNoGroupAreRefused() throws Exception {
    InetSocketAddress host = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    NetworkInterface loopback = loopback();
    try (DatagramSocket socket = newGroupSocket()) {
      assertThatIOException().isThrownBy(() -> socket.joinGroup(host, loopback));
      assertThatIOException().isThrownBy(() -> socket.leaveGroup(host, loopback));
    }
  }

  @Test
  default void missingAndStrangeGroupsAreRejected() throws Exception {
    NetworkInterface loopback = loopback();
    try (DatagramSocket socket = newGroupSocket()) {
      assertThatIllegalArgumentException().isThrownBy(() -> socket.joinGroup(null, loopback));
      assertThatIllegalArgumentException().isThrownBy(() -> socket.leaveGroup(null, loopback));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> socket.joinGroup(new StrangeAddress(), loopback));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> socket.leaveGroup(new StrangeAddress(), loopback));
    }
  }

  @Test
  default void groupsOfAClosedSocketAreRefused() throws Exception {
    InetSocketAddress group = newGroup();
    NetworkInterface loopback = loopback();
    DatagramSocket socket = newGroupSocket();
    socket.close();
    assertThatIOException().isThrownBy(() -> socket.joinGroup(group, loopback));
    assertThatIOException().isThrownBy(() -> socket.leaveGroup(group, loopback));
  }
}
