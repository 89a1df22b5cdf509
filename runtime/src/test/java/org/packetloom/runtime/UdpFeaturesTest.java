// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.AddressInUseException;
import org.packetloom.Capability;
import org.packetloom.DatagramConnector;
import org.packetloom.HostUnreachableException;
import org.packetloom.Packetloom;

/** Segments, packet information and multicast of UDP. */
@Timeout(60)
class UdpFeaturesTest {
  private Packetloom loom;

  @BeforeEach
  void open() throws IOException {
    loom = Packetloom.open();
  }

  @AfterEach
  void close() {
    loom.close();
  }

  private static SocketAddress address(DatagramConnector connector) {
    return connector.localAddress().orElseThrow();
  }

  private static InetSocketAddress at(DatagramConnector connector, String host) {
    return new InetSocketAddress(host, ((InetSocketAddress) address(connector)).getPort());
  }

  // ---- segments

  @ParameterizedTest
  @ValueSource(strings = {"udp4://127.0.0.1:0", "udp6://[::1]:0"})
  void anEntryIsSentAsSegments(String uri) throws Exception {
    try (var near = loom.bind(uri);
        var far = loom.bind(uri + "?receive-buffer=200000");
        var batch = near.batch(2, 60_000);
        var received = far.batch(64, 2_000)) {
      batch.add(ByteBuffer.allocate(10_500), address(far)).segmentSize(0, 1_000);
      batch.add(ByteBuffer.allocate(7), address(far));
      near.send(batch);
      assertThat(batch.position()).isEqualTo(2);
      int count = far.receive(received);
      assertThat(count).isEqualTo(12);
      for (int i = 0; i < 10; i++) {
        assertThat(received.size(i)).isEqualTo(1_000);
      }
      assertThat(received.size(10)).isEqualTo(500);
      assertThat(received.size(11)).isEqualTo(7);
    }
  }

  @Test
  void segmentsLargerThanThePathTakesAreSentAllTheSame() throws Exception {
    try (var near = loom.bind("udp4://127.0.0.1:0");
        var far = loom.bind("udp4://127.0.0.1:0?receive-buffer=1000000");
        var batch = near.batch(1, 200_000);
        var received = far.batch(8, 65_507)) {
      batch.add(ByteBuffer.allocate(150_000), address(far)).segmentSize(0, 65_507);
      near.send(batch);
      assertThat(far.receive(received)).isEqualTo(3);
      assertThat(received.size(2)).isEqualTo(150_000 - 2 * 65_507);
    }
  }

  @Test
  void joinedDatagramsAreReceivedAsOneEntry() throws Exception {
    String needed = Capability.UDP_RECEIVE_OFFLOAD.name();
    assumeTrue(
        loom.probe().findings().stream().anyMatch(f -> f.name().equals(needed) && f.isAvailable()),
        needed);
    try (var near = loom.bind("udp4://127.0.0.1:0");
        var far = loom.bind("udp4://127.0.0.1:0?receive-buffer=400000");
        var batch = near.batch(1, 60_000);
        var received = far.batch(4, 65_535)) {
      far.receiveOffload(true);
      ByteBuffer source = ByteBuffer.allocate(50_300);
      for (int i = 0; i < source.capacity(); i++) {
        source.put(i, (byte) (i / 1_000));
      }
      batch.add(source, address(far)).segmentSize(0, 1_000);
      near.send(batch);
      assertThat(far.receive(received)).isEqualTo(1);
      assertThat(received.size(0)).isEqualTo(50_300);
      assertThat(received.segmentSize(0)).isEqualTo(1_000);
      assertThat(received.data(0).get(50_299)).isEqualTo((byte) 50);
      assertThatThrownBy(() -> far.receive(ByteBuffer.allocate(10)))
          .isInstanceOf(IllegalStateException.class);
      far.send(received); // as it came, in segments
      assertThat(near.receive(received)).isEqualTo(4);
      assertThat(received.size(0)).isEqualTo(1_000);
      assertThat(received.segmentSize(0)).isZero();
      far.receiveOffload(false);
      near.send(batch.position(0));
      assertThat(far.receive(ByteBuffer.allocate(2_000)).size()).isEqualTo(1_000);
    }
  }

  // ---- packet information

  @Test
  void theOwnAddressIsToldAndAnsweredFrom() throws Exception {
    NetworkInterface loopback = loopback();
    try (var server = loom.bind("udp4://:0").packetInfo(true);
        var client = loom.bind("udp4://127.0.0.1:0");
        var batch = server.batch(4, 100)) {
      client.send(ByteBuffer.allocate(3), at(server, "127.0.0.7"));
      server.receive(batch);
      assertThat(batch.localAddress(0)).contains(InetAddress.ofLiteral("127.0.0.7"));
      assertThat(batch.interfaceIndex(0)).isEqualTo(loopback.getIndex());
      server.send(batch);
      assertThat(client.receive(ByteBuffer.allocate(10)).sender())
          .contains(at(server, "127.0.0.7"));
      batch.sendFrom(0, InetAddress.ofLiteral("127.0.0.9"), 0).position(0);
      server.send(batch);
      assertThat(client.receive(ByteBuffer.allocate(10)).sender())
          .contains(at(server, "127.0.0.9"));
      batch.sendFromAnywhere(0).position(0);
      server.send(batch);
      assertThat(client.receive(ByteBuffer.allocate(10)).sender())
          .contains(at(server, "127.0.0.1"));
      server.packetInfo(false);
      client.send(ByteBuffer.allocate(3), at(server, "127.0.0.7"));
      server.receive(batch);
      assertThat(batch.localAddress(0)).isEmpty();
      assertThat(batch.interfaceIndex(0)).isZero();
    }
  }

  @Test
  void bothFamiliesAreToldApart() throws Exception {
    try (var server = loom.bind("udp://:0").packetInfo(true);
        var four = loom.bind("udp4://127.0.0.1:0");
        var six = loom.bind("udp6://[::1]:0");
        var batch = server.batch(1, 100)) {
      four.send(ByteBuffer.allocate(1), at(server, "127.0.0.5"));
      server.receive(batch);
      assertThat(batch.localAddress(0)).contains(InetAddress.ofLiteral("127.0.0.5"));
      server.send(batch);
      assertThat(four.receive(ByteBuffer.allocate(9)).sender()).contains(at(server, "127.0.0.5"));
      six.send(ByteBuffer.allocate(1), at(server, "::1"));
      server.receive(batch);
      assertThat(batch.localAddress(0)).contains(InetAddress.ofLiteral("::1"));
      server.send(batch);
      assertThat(six.receive(ByteBuffer.allocate(9)).sender()).contains(at(server, "::1"));
    }
  }

  // ---- multicast

  private static NetworkInterface loopback() throws IOException {
    NetworkInterface found = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
    assumeTrue(found != null, "a loopback interface");
    return found;
  }

  @Test
  void aGroupIsHeardWhileItIsJoined() throws Exception {
    InetAddress group = InetAddress.ofLiteral("239.1.2.3");
    NetworkInterface loopback = loopback();
    try (var receiver = loom.bind("udp4://:0");
        var sender = loom.bind("udp4://127.0.0.1:0");
        var batch = sender.batch(1, 10)) {
      var membership = receiver.join(group, loopback);
      assertThat(membership.group()).isEqualTo(group);
      assertThat(membership.source()).isEmpty();
      assertThat(membership.networkInterface()).isEqualTo(loopback);
      assertThatThrownBy(() -> receiver.join(group, loopback))
          .isInstanceOf(AddressInUseException.class);
      sendToGroup(sender, batch, at(receiver, "239.1.2.3"), loopback);
      assertThat(receiver.receive(ByteBuffer.allocate(9)).sender()).contains(address(sender));
      membership.close();
      membership.close();
      sendToGroup(sender, batch, at(receiver, "239.1.2.3"), loopback);
      sender.send(ByteBuffer.allocate(2), at(receiver, "127.0.0.1"));
      assertThat(receiver.receive(ByteBuffer.allocate(9)).size()).isEqualTo(2);
      receiver.join(group, loopback);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp4://:0", "udp6://:0", "udp://:0"})
  void multicastIsSetByTheStandardOptions(String uri) throws Exception {
    NetworkInterface loopback = loopback();
    try (var connector = loom.bind(uri)) {
      assertThat(connector.option(StandardSocketOptions.IP_MULTICAST_LOOP)).isTrue();
      connector.option(StandardSocketOptions.IP_MULTICAST_LOOP, false);
      assertThat(connector.option(StandardSocketOptions.IP_MULTICAST_LOOP)).isFalse();
      assertThat(connector.option(StandardSocketOptions.IP_MULTICAST_TTL)).isEqualTo(1);
      connector.option(StandardSocketOptions.IP_MULTICAST_TTL, 17);
      assertThat(connector.option(StandardSocketOptions.IP_MULTICAST_TTL)).isEqualTo(17);
      connector.option(StandardSocketOptions.IP_MULTICAST_IF, loopback);
      assertThat(connector.option(StandardSocketOptions.IP_MULTICAST_IF)).isEqualTo(loopback);
      assertThatThrownBy(() -> connector.option(StandardSocketOptions.IP_MULTICAST_TTL, 256))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aSingleDatagramLeavesThroughTheChosenInterface() throws Exception {
    NetworkInterface loopback = loopback();
    try (var receiver = loom.bind("udp4://:0");
        var sender = loom.bind("udp4://:0")) {
      sender.option(StandardSocketOptions.IP_MULTICAST_IF, loopback);
      assertThat(receiver.join(InetAddress.ofLiteral("239.1.2.4"), loopback).toString())
          .isEqualTo("239.1.2.4 at " + loopback.getName());
      sender.send(ByteBuffer.allocate(6), at(receiver, "239.1.2.4"));
      assertThat(receiver.receive(ByteBuffer.allocate(9)).size()).isEqualTo(6);
    }
  }

  private static void sendToGroup(
      DatagramConnector sender,
      org.packetloom.DatagramBatch batch,
      SocketAddress group,
      NetworkInterface through)
      throws IOException {
    batch.clear().add(ByteBuffer.allocate(5), group);
    InetAddress own = ((InetSocketAddress) address(sender)).getAddress();
    sender.send(batch.sendFrom(0, own, through.getIndex()));
  }

  @Test
  void oneSourceOfAGroupIsHeard() throws Exception {
    InetAddress group = InetAddress.ofLiteral("232.1.2.3");
    NetworkInterface loopback = loopback();
    try (var receiver = loom.bind("udp4://:0");
        var wanted = loom.bind("udp4://127.0.0.5:0");
        var other = loom.bind("udp4://127.0.0.6:0");
        var batch = wanted.batch(1, 10)) {
      var source = InetAddress.ofLiteral("127.0.0.5");
      try (var membership = receiver.join(group, loopback, source)) {
        assertThat(membership.source()).contains(source);
        sendToGroup(other, batch, at(receiver, "232.1.2.3"), loopback);
        sendToGroup(wanted, batch, at(receiver, "232.1.2.3"), loopback);
        assertThat(receiver.receive(ByteBuffer.allocate(9)).sender()).contains(address(wanted));
        assertThat(receiver.tryReceive(ByteBuffer.allocate(9))).isEmpty();
      }
    }
  }

  @Test
  void aGroupOfVersion6IsHeard() throws Exception {
    InetAddress group = InetAddress.ofLiteral("ff01::1:2:3"); // interface-local
    NetworkInterface loopback = loopback();
    try (var receiver = loom.bind("udp6://:0");
        var sender = loom.bind("udp6://[::1]:0");
        var batch = sender.batch(1, 10)) {
      try (var membership = receiver.join(group, loopback)) {
        assertThat(membership.group()).isEqualTo(group);
        try {
          sendToGroup(sender, batch, at(receiver, "ff01::1:2:3"), loopback);
        } catch (HostUnreachableException e) {
          abort("no route for groups of version 6 at the loopback interface: " + e.getMessage());
        }
        assertThat(receiver.receive(ByteBuffer.allocate(9)).size()).isEqualTo(5);
      }
    }
  }

  @Test
  void whatIsNoGroupIsRefused() throws Exception {
    NetworkInterface loopback = loopback();
    InetAddress group = InetAddress.ofLiteral("239.1.2.3");
    var receiver = loom.bind("udp4://:0");
    assertThatThrownBy(() -> receiver.join(InetAddress.ofLiteral("10.0.0.1"), loopback))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> receiver.join(group, loopback, InetAddress.ofLiteral("::1")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> receiver.join(InetAddress.ofLiteral("ff02::5"), loopback))
        .isInstanceOf(IOException.class);
    var membership = receiver.join(group, loopback);
    receiver.close();
    membership.close();
  }
}
