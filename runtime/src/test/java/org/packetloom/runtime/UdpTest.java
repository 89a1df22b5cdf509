// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.packetloom.AccessRefusedException;
import org.packetloom.AddressInUseException;
import org.packetloom.AddressUnavailableException;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorUriException;
import org.packetloom.Datagram;
import org.packetloom.DatagramConnector;
import org.packetloom.InvalidAddressException;
import org.packetloom.MessageTooLargeException;
import org.packetloom.Packetloom;
import org.packetloom.UnresolvedHostException;

/** What is particular to UDP: names, families, ports, options and limits. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class UdpTest {
  private Packetloom loom;

  @BeforeAll
  void open() throws IOException {
    loom = Packetloom.open();
  }

  @AfterAll
  void close() {
    loom.close();
  }

  private static InetSocketAddress loopback(DatagramConnector connector, String host) {
    int port = ((InetSocketAddress) connector.localAddress().orElseThrow()).getPort();
    return new InetSocketAddress(host, port);
  }

  private static void assertArrives(DatagramConnector from, DatagramConnector to, SocketAddress at)
      throws IOException {
    from.send(ByteBuffer.wrap(new byte[] {1, 2, 3}), at);
    assertThat(to.receive(ByteBuffer.allocate(10)).size()).isEqualTo(3);
  }

  @Test
  void namesItselfByFamilyAndRealPort() throws Exception {
    try (var four = loom.bind("udp://127.0.0.1:0?receive-buffer=50000");
        var six = loom.bind("udp://[::1]")) {
      int port = loopback(four, "127.0.0.1").getPort();
      assertThat(four.uri()).hasToString("udp4://127.0.0.1:" + port + "?receive-buffer=50000");
      assertThat(six.uri().toString()).startsWith("udp6://[::1]:").doesNotEndWith(":0");
      assertThat(four.isCommunicating()).isTrue();
      assertThat(four.isConnected()).isFalse();
      assertThat(four.isListening()).isFalse();
      assertThat(loom.dump()).contains("udp4://127.0.0.1:" + port);
    }
  }

  @Test
  void allInterfacesMeansBothFamilies() throws Exception {
    try (var all = loom.bind("udp://:0");
        var four = loom.bind("udp4://127.0.0.1:0");
        var six = loom.bind("udp6://[::1]:0")) {
      assertArrives(four, all, loopback(all, "127.0.0.1"));
      assertArrives(six, all, loopback(all, "::1"));
      four.send(ByteBuffer.allocate(1), loopback(all, "127.0.0.1"));
      Datagram received = all.receive(ByteBuffer.allocate(10));
      SocketAddress sender = received.sender().orElseThrow();
      assertThat(((InetSocketAddress) sender).getAddress()).isInstanceOf(Inet4Address.class);
      assertArrives(all, four, sender);
      assertArrives(all, six, loopback(six, "::1"));
      assertThat(all.uri().toString()).startsWith("udp://:").doesNotEndWith(":0");
      assertArrives(all.connect(loopback(four, "127.0.0.1")), four, loopback(four, "127.0.0.1"));
    }
  }

  @Test
  void oneFamilyOnAllInterfaces() throws Exception {
    try (var four = loom.bind("udp4://:0");
        var six = loom.bind("udp6://:0")) {
      assertArrives(four, four, loopback(four, "127.0.0.1"));
      assertArrives(six, six, loopback(six, "::1"));
      assertThat(four.uri().toString()).startsWith("udp4://0.0.0.0:");
      assertThat(((InetSocketAddress) six.localAddress().orElseThrow()).getAddress())
          .isInstanceOf(Inet6Address.class);
    }
  }

  @Test
  void aHostNameIsResolved() throws Exception {
    try (var named = loom.bind("udp4://localhost:0")) {
      assertThat(named.uri().toString()).startsWith("udp4://127.0.0.1:");
    }
    assertThatThrownBy(() -> loom.bind("udp://no.such.host.invalid:1"))
        .isInstanceOf(UnresolvedHostException.class)
        .hasMessageContaining("no.such.host.invalid");
  }

  @Test
  void anAddressOfTheOtherFamilyIsRefused() throws Exception {
    try (var four = loom.bind("udp4://127.0.0.1:0")) {
      var six = new InetSocketAddress("::1", 9);
      assertThatThrownBy(() -> four.send(ByteBuffer.allocate(1), six))
          .isInstanceOf(InvalidAddressException.class)
          .hasMessageContaining("[::1]:9");
      assertThatThrownBy(() -> four.connect(six)).isInstanceOf(InvalidAddressException.class);
      var file = UnixDomainSocketAddress.of("/x");
      assertThatThrownBy(() -> four.send(ByteBuffer.allocate(1), file))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(file.getPath().toString());
      var unresolved = InetSocketAddress.createUnresolved("h", 1);
      assertThatThrownBy(() -> four.send(ByteBuffer.allocate(1), unresolved))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("unresolved");
      assertArrives(four, four, loopback(four, "127.0.0.1"));
    }
  }

  @Test
  void aTakenPortAndAForeignAddressAreRefused() throws Exception {
    try (var first = loom.bind("udp4://127.0.0.1:0")) {
      assertThatThrownBy(() -> loom.bind(first.uri())).isInstanceOf(AddressInUseException.class);
      assertThatThrownBy(() -> loom.bind("udp4://192.0.2.1:0"))
          .isInstanceOf(AddressUnavailableException.class);
      String port = ":" + loopback(first, "127.0.0.1").getPort();
      try (var second = loom.bind("udp4://127.0.0.1" + port.replace(port, ":0"))) {
        assertThat(second.isOpen()).isTrue();
      }
    }
  }

  @Test
  void thePortCanBeSharedIfBothAllowIt() throws Exception {
    try (var first = loom.bind("udp4://127.0.0.1:0?reuse-address")) {
      try (var second = loom.bind(first.uri())) {
        assertThat(second.localAddress()).isEqualTo(first.localAddress());
        assertThat(second.option(StandardSocketOptions.SO_REUSEADDR)).isTrue();
      }
    }
  }

  @Test
  void aDatagramBeyondTheLimitNamesItsSizeAndTheLimit() throws Exception {
    try (var four = loom.bind("udp4://127.0.0.1:0")) {
      var self = loopback(four, "127.0.0.1");
      four.send(ByteBuffer.allocate(65_507), self);
      assertThat(four.receive(ByteBuffer.allocateDirect(70_000)).size()).isEqualTo(65_507);
      ByteBuffer source = ByteBuffer.allocate(65_508);
      assertThatThrownBy(() -> four.send(source, self))
          .isInstanceOfSatisfying(
              MessageTooLargeException.class,
              e -> {
                assertThat(e.size()).hasValue(65_508);
                assertThat(e.limit()).hasValue(65_507);
                assertThat(e.errorName()).endsWith("EMSGSIZE");
              })
          .hasMessageContaining("65508")
          .hasMessageContaining(self.getHostString());
      assertThat(source.position()).isZero();
    }
  }

  @Test
  void optionsAreReadAndSet() throws Exception {
    String uri = "udp4://127.0.0.1:0?send-buffer=40000&receive-buffer=50000&broadcast";
    try (var connector = loom.bind(uri)) {
      assertThat(connector.option(StandardSocketOptions.SO_SNDBUF)).isEqualTo(40_000);
      assertThat(connector.option(StandardSocketOptions.SO_RCVBUF)).isEqualTo(50_000);
      assertThat(connector.option(StandardSocketOptions.SO_BROADCAST)).isTrue();
      connector.option(StandardSocketOptions.SO_BROADCAST, false);
      assertThat(connector.option(StandardSocketOptions.SO_BROADCAST)).isFalse();
    }
    assertThatThrownBy(() -> loom.bind("udp://127.0.0.1:0?nodelay"))
        .isInstanceOf(ConnectorUriException.class)
        .hasMessageContaining("nodelay");
  }

  @Test
  void broadcastsHaveToBeAllowed() throws Exception {
    try (var receiver = loom.bind("udp4://:0");
        var sender = loom.bind("udp4://127.0.0.1:0")) {
      var everyone = loopback(receiver, "127.255.255.255");
      assertThatThrownBy(() -> sender.send(ByteBuffer.allocate(1), everyone))
          .isInstanceOf(AccessRefusedException.class);
      sender.option(StandardSocketOptions.SO_BROADCAST, true);
      assertArrives(sender, receiver, everyone);
    }
  }

  @Test
  void streamsAreNotToBeHad() {
    assertThatThrownBy(() -> loom.connect("udp://127.0.0.1:1"))
        .isInstanceOf(CapabilityException.class)
        .hasMessageContaining("bind");
    assertThatThrownBy(() -> loom.listen("udp://127.0.0.1:0"))
        .isInstanceOf(CapabilityException.class);
    assertThatThrownBy(() -> loom.bind("tcp://127.0.0.1:0"))
        .isInstanceOf(CapabilityException.class);
  }
}
