// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.packetloom.AddressInUseException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorOptions;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Datagram;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.EndpointMissingException;
import org.packetloom.NativeFailure;
import org.packetloom.Packetloom;
import org.packetloom.suite.Task;

/** What is done with devices, in a network namespace of this process. */
final class TunChild {
  private static final String QUIET = "&read-timeout=20s&write-timeout=20s";

  private final Packetloom loom;

  private TunChild(Packetloom loom) {
    this.loom = loom;
  }

  public static void main(String[] arguments) throws Exception {
    Namespace.ensureOwn(arguments[0]);
    try (Packetloom loom = Packetloom.builder().engine(arguments[1]).poller(arguments[2]).open()) {
      TunChild child = new TunChild(loom);
      child.kernelAnswersAPing();
      child.kernelAnswersAPingOverIpv6();
      // from here on the kernel says nothing by itself when an interface comes up
      Files.writeString(Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6"), "1");
      child.nameAndSettingsAreTold();
      child.waitsKeepTheContract();
      child.truncationIsTold();
      child.twoToolkitsHaveTwoDevices();
      child.sharedDevicesSpreadPackets();
      child.framesComeFromATap();
      child.badPacketsAndRemovedDevicesFailTyped();
      child.virtualThreadsOpenAndCloseToo();
    }
    Namespace.done();
  }

  /** The far end pings the near one: what is sent into the device comes to the kernel. */
  private void kernelAnswersAPing() throws IOException {
    try (DatagramConnector tun = loom.bind("tun:///ping0?mtu=1400&address=10.9.0.1/24" + QUIET)) {
      for (int size : new int[] {0, 56, 1300}) {
        byte[] request = Packets.ping4("10.9.0.2", "10.9.0.1", size);
        ByteBuffer source = ByteBuffer.wrap(request);
        tun.send(source);
        assertThat(source.hasRemaining()).isFalse();
        byte[] reply = receive(tun, packet -> Packets.isPong4(packet, request));
        assertThat(reply).hasSameSizeAs(request);
      }
    }
  }

  private void kernelAnswersAPingOverIpv6() throws IOException {
    try (DatagramConnector tun = loom.bind("tun:///ping6?address=fd09::1/64&read-timeout=100ms")) {
      byte[] request = Packets.ping6("fd09::2", "fd09::1", 100);
      byte[] reply = new byte[0];
      for (int attempt = 0; reply.length == 0 && attempt < 100; attempt++) {
        tun.send(ByteBuffer.wrap(request));
        reply = receiveOrGiveUp(tun, request);
      }
      assertThat(reply).hasSameSizeAs(request);
    }
  }

  /** The kernel puts an IPv6 address to use a moment after it was given: a ping may be lost. */
  private static byte[] receiveOrGiveUp(DatagramConnector tun, byte[] request) throws IOException {
    try {
      return receive(tun, packet -> Packets.isPong6(packet, request));
    } catch (ConnectorTimeoutException _) {
      return new byte[0];
    }
  }

  private interface Wanted {
    boolean accepts(byte[] packet);
  }

  /** The first packet that is wanted; the kernel sends some of its own. */
  private static byte[] receive(DatagramConnector device, Wanted wanted) throws IOException {
    ByteBuffer room = ByteBuffer.allocate(2_000);
    while (true) {
      Datagram datagram = device.receive(room.clear());
      assertThat(datagram.sender()).isEmpty();
      byte[] packet = Arrays.copyOf(room.array(), datagram.size());
      if (wanted.accepts(packet)) {
        return packet;
      }
    }
  }

  private void nameAndSettingsAreTold() throws IOException {
    try (DatagramConnector tun = loom.bind("tun://?mtu=1281&txqueuelen=7");
        DatagramConnector numbered = loom.bind("tap:///vpn%25d")) {
      assertThat(tun.uri().toString()).isEqualTo("tun:///tun0?mtu=1281&txqueuelen=7");
      assertThat(numbered.uri().toString()).isEqualTo("tap:///vpn0");
      assertThat(tun.option(ConnectorOptions.MTU)).isEqualTo(1281);
      assertThat(tun.option(ConnectorOptions.TXQUEUELEN)).isEqualTo(7);
      assertThat(tun.option(ConnectorOptions.MTU, 1300).option(ConnectorOptions.MTU))
          .isEqualTo(1300);
      assertThat(tun.supportedOptions())
          .containsExactlyInAnyOrder(ConnectorOptions.MTU, ConnectorOptions.TXQUEUELEN);
      assertThat(tun.localAddress()).isEmpty();
      assertThat(tun.isCommunicating()).isTrue();
      assertThatThrownBy(() -> loom.bind("tun:///tun0")).isInstanceOf(AddressInUseException.class);
      assertThatThrownBy(() -> loom.bind("tun:///vpn0")).isInstanceOf(NativeFailure.class);
      assertThatThrownBy(() -> tun.connect(new java.net.InetSocketAddress(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("another kind than tun:///tun0");
    }
    loom.bind("tun:///tun0").close(); // the name is free as soon as close returns
    loom.bind("tun:///tun0").close();
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  private void waitsKeepTheContract() throws IOException {
    try (DatagramConnector tun = loom.bind("tun:///quiet")) {
      Deadline deadline = Deadline.after(Duration.ofMillis(20));
      tun.readDeadline(deadline);
      assertThatThrownBy(() -> receive(tun)).isInstanceOf(ConnectorTimeoutException.class);
      assertThat(deadline.hasPassed()).isTrue();
      tun.readDeadline(Deadline.NONE);
      assertThat(tun.tryReceive(ByteBuffer.allocate(100))).isEmpty();

      Task<Datagram> interrupted = start(tun).awaitParked();
      interrupted.interrupt();
      interrupted.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
      assertThat(tun.isOpen()).isTrue();

      Task<Datagram> reading = start(tun).awaitParked();
      tun.close();
      reading.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
    }
  }

  private static Datagram receive(DatagramConnector device) throws IOException {
    return device.receive(ByteBuffer.allocate(100));
  }

  private Task<Datagram> start(DatagramConnector device) {
    return Task.start(loom.threadFactory(), () -> receive(device));
  }

  private void truncationIsTold() throws IOException {
    try (DatagramConnector tun = loom.bind("tun:///short?address=10.9.1.1/24" + QUIET)) {
      byte[] request = Packets.ping4("10.9.1.2", "10.9.1.1", 500);
      tun.send(ByteBuffer.wrap(request));
      Optional<Datagram> found = Optional.empty();
      while (found.isEmpty()) {
        Datagram datagram = tun.receive(ByteBuffer.allocateDirect(28));
        found = Optional.of(datagram).filter(d -> d.fullSize() == request.length);
      }
      assertThat(found.get().size()).isEqualTo(28);
      assertThat(found.get().isTruncated()).isTrue();
    }
  }

  /** What one toolkit's device gets is passed on to the other's: the kernel routes between. */
  private void twoToolkitsHaveTwoDevices() throws IOException {
    try (Packetloom other = Packetloom.open();
        DatagramConnector one = loom.bind("tun:///one?address=10.9.2.1/24" + QUIET);
        DatagramConnector two = other.bind("tun:///two?address=10.9.3.1/24" + QUIET)) {
      Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1");
      byte[] question = Packets.ping4("10.9.2.2", "10.9.3.2", 64);
      one.send(ByteBuffer.wrap(question));
      receive(two, packet -> Packets.isSamePing4(packet, question));
      byte[] answer = Packets.ping4("10.9.3.2", "10.9.2.2", 64);
      two.send(ByteBuffer.wrap(answer));
      receive(one, packet -> Packets.isSamePing4(packet, answer));
    }
  }

  private void sharedDevicesSpreadPackets() throws IOException {
    String uri = "tun:///shared?multi-queue=yes&address=10.9.4.1/24" + QUIET;
    try (DatagramConnector one = loom.bind(uri)) {
      try (DatagramConnector two = loom.bind(uri)) {
        assertThat(two.uri()).isEqualTo(one.uri());
        assertThatThrownBy(() -> loom.bind("tun:///shared")).isInstanceOf(NativeFailure.class);
      }
      byte[] request = Packets.ping4("10.9.4.2", "10.9.4.1", 9);
      one.send(ByteBuffer.wrap(request));
      receive(one, packet -> Packets.isPong4(packet, request));
    }
  }

  private void framesComeFromATap() throws Exception {
    try (DatagramConnector tap = loom.bind("tap:///frames?address=10.9.5.1/24" + QUIET)) {
      Task<Void> asking =
          Task.start(
              loom.threadFactory(),
              () -> {
                try (DatagramConnector udp = loom.bind("udp4://10.9.5.1:0")) {
                  udp.send(
                      ByteBuffer.wrap("anyone?".getBytes(StandardCharsets.US_ASCII)),
                      new java.net.InetSocketAddress("10.9.5.2", 9));
                }
                return null;
              });
      byte[] question = receive(tap, Packets::isArpRequest);
      assertThat(Packets.arpTarget(question)).isEqualTo("10.9.5.2");
      tap.send(ByteBuffer.wrap(Packets.arpReply(question)));
      byte[] frame = receive(tap, Packets::isUdpFrame);
      assertThat(new String(frame, StandardCharsets.ISO_8859_1)).endsWith("anyone?");
      asking.result();
    }
  }

  private void badPacketsAndRemovedDevicesFailTyped() throws Exception {
    try (DatagramConnector tun = loom.bind("tun:///gone")) {
      ByteBuffer nonsense = ByteBuffer.wrap(new byte[20]);
      assertThatThrownBy(() -> tun.send(nonsense))
          .isInstanceOfSatisfying(
              NativeFailure.class, e -> assertThat(e.errorName()).isEqualTo("EINVAL"));
      assertThat(nonsense.position()).isZero();
      assertThatThrownBy(() -> tun.send(ByteBuffer.allocate(0))).isInstanceOf(NativeFailure.class);

      byte[] ping = Packets.ping4("10.9.6.2", "10.9.6.1", 9);
      ip("link", "set", "gone", "down");
      assertThatThrownBy(() -> tun.send(ByteBuffer.wrap(ping)))
          .isInstanceOfSatisfying(
              NativeFailure.class, e -> assertThat(e.errorName()).isEqualTo("EIO"));
      ip("link", "set", "gone", "name", "renamed");
      assertThat(tun.option(ConnectorOptions.MTU)).isEqualTo(1500);

      Task<Datagram> reading = start(tun).awaitParked();
      ip("link", "delete", "renamed");
      reading.assertFailure().isInstanceOf(NativeFailure.class);
      assertThatThrownBy(() -> receive(tun))
          .isInstanceOf(EndpointMissingException.class)
          .hasMessageContaining("EBADFD");
      assertThatThrownBy(() -> tun.option(ConnectorOptions.MTU)).isInstanceOf(NativeFailure.class);
    }
  }

  private static void ip(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "ip";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process ip = new ProcessBuilder(command).inheritIO().start();
    assertThat(ip.waitFor()).isZero();
  }

  private void virtualThreadsOpenAndCloseToo() {
    Task<String> opened =
        Task.start(
            Thread.ofVirtual().factory(),
            () -> {
              try (DatagramConnector tun = loom.bind("tun:///virtual")) {
                return tun.uri().toString();
              }
            });
    assertThat(opened.result()).isEqualTo("tun:///virtual");
  }
}
