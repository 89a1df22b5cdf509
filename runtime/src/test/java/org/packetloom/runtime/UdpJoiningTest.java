// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.AccessRefusedException;
import org.packetloom.Capability;
import org.packetloom.ConnectionRefusedException;
import org.packetloom.Datagram;
import org.packetloom.DatagramBatch;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;
import org.packetloom.TransferFailure;
import org.packetloom.suite.Seed;
import org.packetloom.suite.VacantPort;

/** Datagrams of a batch that go joined through the kernel are the same ones as before. */
@Timeout(90)
class UdpJoiningTest {
  private static final String URI = "udp4://127.0.0.1:0";

  private static SocketAddress address(DatagramConnector connector) {
    return connector.localAddress().orElseThrow();
  }

  private static InetSocketAddress at(DatagramConnector connector, String host) {
    return new InetSocketAddress(host, ((InetSocketAddress) address(connector)).getPort());
  }

  /** Adds datagrams of one size; the first bytes of each are a number that goes on. */
  private static void add(DatagramBatch batch, int count, int size, SocketAddress peer) {
    for (int i = 0; i < count; i++) {
      batch.add(ByteBuffer.allocate(size).putInt(0, batch.count()), peer);
    }
  }

  private static void assertReceived(DatagramConnector receiver, int count, int size)
      throws IOException {
    ByteBuffer room = ByteBuffer.allocate(2_000);
    for (int i = 0; i < count; i++) {
      Optional<Datagram> datagram = receiver.tryReceive(room.clear());
      assertThat(datagram.map(Datagram::size)).contains(size);
      assertThat(room.getInt(0)).isEqualTo(i);
    }
    assertThat(receiver.tryReceive(room.clear())).isEmpty();
  }

  @EachEngine
  void likeDatagramsGoThroughTheKernelAsOneMessage(String engine, String poller) throws Exception {
    try (Packetloom loom = Looms.open(engine, poller);
        var near = loom.bind(URI);
        var far = loom.bind(URI);
        var batch = near.batch(50, 100);
        var received = far.batch(8, 65_535)) {
      assumeJoined(loom);
      far.receiveOffload(true);
      add(batch, 40, 100, address(far));
      near.send(batch);
      assertThat(batch.position()).isEqualTo(40);
      assertThat(far.receive(received)).isEqualTo(1);
      assertThat(received.size(0)).isEqualTo(4_000);
      assertThat(received.segmentSize(0)).isEqualTo(100);
      for (int i = 0; i < 40; i++) {
        assertThat(received.data(0).getInt(100 * i)).isEqualTo(i);
      }
      assertThat(near.trySend(batch.position(37))).isEqualTo(3);
      assertThat(far.receive(received)).isEqualTo(1);
      assertThat(received.size(0)).isEqualTo(300);
    }
  }

  private static void assumeJoined(Packetloom loom) {
    for (var needed : List.of(Capability.UDP_SEGMENTS, Capability.UDP_RECEIVE_OFFLOAD)) {
      assumeTrue(
          loom.probe().findings().stream()
              .anyMatch(f -> f.name().equals(needed.name()) && f.isAvailable()),
          needed.name());
    }
  }

  @Test
  void theJdkReceivesWhatWasSentWhateverTheSizesAre() throws Exception {
    Random random = Seed.random();
    try (Packetloom loom = Packetloom.open();
        var near = loom.bind(URI);
        var far = DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
        var batch = near.batch(100, 1_200)) {
      ByteBuffer room = ByteBuffer.allocate(70_000);
      for (int round = 0; round < 300; round++) {
        List<byte[]> datagrams = runs(random);
        batch.clear();
        datagrams.forEach(bytes -> batch.add(ByteBuffer.wrap(bytes), local(far)));
        near.send(batch);
        for (byte[] expected : datagrams) {
          assertThat(far.receive(room.clear())).isEqualTo(address(near));
          byte[] bytes = new byte[room.flip().remaining()];
          room.get(bytes);
          assertThat(bytes).as("round %d, seed %d", round, Seed.VALUE).isEqualTo(expected);
        }
      }
    }
  }

  private static SocketAddress local(DatagramChannel channel) {
    try {
      return channel.getLocalAddress();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs of a few sizes, none of which ends up lost for want of room. */
  private static List<byte[]> runs(Random random) {
    List<byte[]> datagrams = new ArrayList<>();
    int[] sizes = {0, 1, 63, 64, 64, 65, 300, 1_200};
    while (datagrams.size() < 30) {
      int size = sizes[random.nextInt(sizes.length)];
      for (int left = random.nextInt(1, 40); left > 0; left--) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        datagrams.add(bytes);
      }
    }
    return datagrams;
  }

  @EachEngine
  void aRefusalIsToldOnceToTheNextBatchAndNothingOfThatIsSent(String engine, String poller)
      throws Exception {
    try (Packetloom loom = Looms.open(engine, poller);
        var near = loom.bind(URI);
        var batch = near.batch(30, 100)) {
      SocketAddress nobody = VacantPort.like(address(near));
      near.connect(nobody);
      for (int i = 0; i < 30; i++) {
        batch.add(ByteBuffer.allocate(i < 10 ? 50 : i < 20 ? 100 : 20));
      }
      near.send(batch);
      assertThat(batch.position()).isEqualTo(30);
      batch.position(5);
      Throwable thrown = catchThrowable(() -> near.send(batch));
      assertThat(thrown)
          .isInstanceOf(ConnectionRefusedException.class)
          .isInstanceOfSatisfying(
              TransferFailure.class, failure -> assertThat(failure.bytesMoved()).isZero());
      assertThat(batch.position()).isEqualTo(5);
      try (var somebody = loom.bind("udp4://127.0.0.1:" + ((InetSocketAddress) nobody).getPort())) {
        near.send(batch);
        for (int i = 5; i < 30; i++) {
          assertThat(somebody.receive(ByteBuffer.allocate(200)).size()).isEqualTo(batch.size(i));
        }
      }
    }
  }

  @Test
  void everyMemberOfAGroupHasEachDatagram() throws Exception {
    InetAddress group = InetAddress.ofLiteral("239.1.2.5");
    NetworkInterface loopback =
        NetworkInterface.getByInetAddress(InetAddress.ofLiteral("127.0.0.1"));
    try (Packetloom loom = Packetloom.open();
        var one = loom.bind("udp4://:0?reuse-address=yes");
        var two = loom.bind("udp4://:" + at(one, "127.0.0.1").getPort() + "?reuse-address=yes");
        var near = loom.bind(URI);
        var batch = near.batch(40, 100)) {
      near.option(StandardSocketOptions.IP_MULTICAST_IF, loopback);
      one.join(group, loopback);
      two.join(group, loopback);
      add(batch, 20, 60, at(one, "239.1.2.5"));
      near.send(batch);
      assertReceived(one, 20, 60);
      assertReceived(two, 20, 60);
      near.connect(at(one, "239.1.2.5"));
      near.send(batch.position(0));
      assertReceived(one, 20, 60);
    }
  }

  @Test
  void broadcastsAreRefusedUntilTheyAreAllowed() throws Exception {
    try (Packetloom loom = Packetloom.open();
        var far = loom.bind("udp4://:0");
        var near = loom.bind(URI);
        var batch = near.batch(40, 100)) {
      add(batch, 20, 60, at(far, "127.255.255.255"));
      assertThat(catchThrowable(() -> near.send(batch))).isInstanceOf(AccessRefusedException.class);
      assertThat(batch.position()).isZero();
      near.option(StandardSocketOptions.SO_BROADCAST, true);
      near.send(batch);
      assertReceived(far, 20, 60);
    }
  }

  @EachEngine
  void aFullReceiverLosesWholeDatagramsAndTheSenderIsToldNothing(String engine, String poller)
      throws Exception {
    try (Packetloom loom = Looms.open(engine, poller);
        var near = loom.bind(URI);
        var far = loom.bind(URI + "?receive-buffer=4000");
        var batch = near.batch(200, 100)) {
      add(batch, 200, 100, address(far));
      for (int i = 0; i < 5; i++) {
        near.send(batch.position(0));
        assertThat(batch.position()).isEqualTo(200);
      }
      ByteBuffer room = ByteBuffer.allocate(200);
      int last = -1;
      for (Optional<Datagram> next = far.tryReceive(room.clear());
          next.isPresent();
          next = far.tryReceive(room.clear())) {
        assertThat(next.get().size()).isEqualTo(100);
        assertThat(room.getInt(0)).isGreaterThan(last);
        last = room.getInt(0);
      }
      assertThat(last).as("the first came").isNotNegative();
    }
  }

  @Test
  void whatAPathDoesNotTakeInOnePacketGoesInFragmentsOrIsRefused() throws Exception {
    Tool.assumeInstalled("ip");
    Namespace.run(NarrowPathChild.class);
  }

  @Test
  void aPropertyLeavesItToThoseWhoAsk() throws Exception {
    assertThat(JavaChild.run(child("-Dpacketloom.segments=asked")))
        .containsExactly(
            "only where asked for: the system property packetloom.segments is asked", "20, 100");
    assertThat(JavaChild.run(child("-Dpacketloom.segments=auto"))).containsExactly("", "1, 2000");
    assertThat(JavaChild.run(child("-Dpacketloom.segments=never")).getLast())
        .contains("system property packetloom.segments: \"never\", not auto or asked");
  }

  private static List<String> child(String property) {
    return JavaChild.command(List.of(JavaChild.NATIVE_ACCESS, property), Child.class);
  }

  /** Says what is found out, then how many entries came and the size of the first. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      try (Packetloom loom = Packetloom.open();
          var near = loom.bind(URI);
          var far = loom.bind(URI).receiveOffload(true);
          var batch = near.batch(20, 100);
          var received = far.batch(30, 65_535)) {
        loom.probe().findings().stream()
            .filter(finding -> finding.name().equals(Capability.UDP_SEGMENTS.name()))
            .forEach(finding -> System.out.println(finding.detail()));
        add(batch, 20, 100, address(far));
        near.send(batch);
        System.out.println(far.receive(received) + ", " + received.size(0));
      } catch (Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
          cause = cause.getCause();
        }
        System.out.println(cause);
      }
    }
  }
}
