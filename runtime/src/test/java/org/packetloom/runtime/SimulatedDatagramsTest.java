// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.Cancellation;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Datagram;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.MessageTooLargeException;
import org.packetloom.NotConnectedException;
import org.packetloom.Packetloom;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.LinkSimulator;
import org.packetloom.message.LinkStatistics;
import org.packetloom.message.SimulatedDatagrams;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** What a simulated link does to real sockets; the contract has rows of its own. */
@Timeout(60)
class SimulatedDatagramsTest {
  private static final int MOST_ON_LINK = 1 << 16;

  @TempDir private Path folder;

  private Packetloom loom;
  private DatagramConnector far;

  @BeforeEach
  void open() throws IOException {
    loom = Packetloom.open();
    far = loom.bind("udp4://127.0.0.1:0");
  }

  @AfterEach
  void close() {
    loom.close();
  }

  private SimulatedDatagrams bind(String outgoing, String incoming) throws IOException {
    return over(loom.bind("udp4://127.0.0.1:0"), outgoing, incoming);
  }

  private static SimulatedDatagrams over(
      DatagramConnector connector, String outgoing, String incoming) {
    return SimulatedDatagrams.over(
        connector, LinkConditions.parse(outgoing), LinkConditions.parse(incoming), 5);
  }

  private static SocketAddress address(DatagramConnector connector) {
    return connector.localAddress().orElseThrow();
  }

  private static ByteBuffer bytes(int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length);
    for (int value : values) {
      buffer.put((byte) value);
    }
    return buffer.flip();
  }

  private <T> Task<T> start(Callable<T> call) {
    return Task.start(loom.threadFactory(), call);
  }

  /** The numbers that a link with the same seed lets through. */
  private static List<Integer> expected(String conditions, int count) {
    LinkSimulator link = LinkSimulator.of(LinkConditions.parse(conditions), 5);
    List<Integer> numbers = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.allocate(4);
    for (int i = 0; i < count; i++) {
      link.send(buffer.clear().putInt(0, i), 0);
      while (link.deliver(buffer.clear(), 0)) {
        numbers.add(buffer.getInt(0));
      }
    }
    return numbers;
  }

  private static List<Integer> sendNumbers(
      DatagramConnector near, DatagramConnector far, String conditions, int count)
      throws IOException {
    List<Integer> numbers = new ArrayList<>();
    int received = 0;
    List<Integer> expected = expected(conditions, count);
    ByteBuffer buffer = ByteBuffer.allocate(10);
    for (int i = 0; i < count; i++) {
      near.send(buffer.clear().putInt(0, i).limit(4), address(far));
      while (received < expected.size() && expected.get(received) == i) {
        assertThat(far.receive(buffer.clear()).size()).isEqualTo(4);
        numbers.add(buffer.getInt(0));
        received++;
      }
    }
    return numbers;
  }

  @Test
  void theSeedDecidesWhichDatagramsOverUdpAreLost() throws Exception {
    String conditions = "loss=20%,burst=3,duplicate=5%";
    try (var near = bind(conditions, "perfect")) {
      assertThat(sendNumbers(near, far, conditions, 2_000))
          .isEqualTo(expected(conditions, 2_000))
          .hasSizeBetween(1_400, 1_900);
      LinkStatistics statistics = near.outgoing();
      assertThat(statistics.sent()).isEqualTo(2_000);
      assertThat(statistics.lost()).isBetween(250L, 550L);
      assertThat(statistics.delivered())
          .isEqualTo(2_000 - statistics.lost() + statistics.duplicated());
      assertThat(far.tryReceive(ByteBuffer.allocate(1))).isEmpty();
    }
  }

  @Test
  void theSeedDecidesWhichDatagramsOverLocalSocketsAreLost() throws Exception {
    String query = "?behaviour=datagram";
    try (var near =
            over(loom.bind("local://" + folder.resolve("n") + query), "loss=30%", "loss=10%");
        var peer = loom.bind("local://" + folder.resolve("f") + query)) {
      assertThat(sendNumbers(near, peer, "loss=30%", 1_000)).isEqualTo(expected("loss=30%", 1_000));
      for (int i = 0; i < 1_000; i++) {
        peer.send(bytes(i), address(near));
      }
      Await.until("all came", () -> near.incoming().sent() == 1_000);
      LinkStatistics incoming = near.incoming();
      assertThat(incoming.lost()).isBetween(60L, 140L);
      for (long i = incoming.inFlight(); i > 0; i--) {
        Datagram datagram = near.receive(ByteBuffer.allocate(10));
        assertThat(datagram).isEqualTo(new Datagram(1, 1, peer.localAddress()));
      }
      assertThat(near.tryReceive(ByteBuffer.allocate(10))).isEmpty();
      assertThat(near.incoming().delivered()).isEqualTo(1_000 - incoming.lost());
    }
  }

  @Test
  void delaysAreKeptBothWays() throws Exception {
    try (var near = bind("delay=20ms", "delay=30ms")) {
      Deadline out = Deadline.after(Duration.ofMillis(20));
      near.send(bytes(1), address(far));
      far.receive(ByteBuffer.allocate(1));
      assertThat(out.hasPassed()).isTrue();
      Deadline in = Deadline.after(Duration.ofMillis(30));
      far.send(bytes(2), address(near));
      Await.until("it came", () -> near.incoming().inFlight() == 1);
      assertThat(near.awaitReadable(Deadline.NONE)).isTrue();
      assertThat(in.hasPassed()).isTrue();
      assertThat(near.receive(ByteBuffer.allocate(1)).sender()).isEqualTo(far.localAddress());
    }
  }

  @Test
  void aDelayedDatagramGoesToWhomItWasSent() throws Exception {
    try (var other = loom.bind("udp4://127.0.0.1:0");
        var near = bind("delay=20ms", "perfect")) {
      near.connect(address(far));
      near.send(bytes(1));
      near.connect(address(other));
      near.send(bytes(2, 2));
      near.disconnect();
      assertThatThrownBy(() -> near.send(bytes(3))).isInstanceOf(NotConnectedException.class);
      assertThat(far.receive(ByteBuffer.allocate(10)).size()).isEqualTo(1);
      assertThat(other.receive(ByteBuffer.allocate(10)).size()).isEqualTo(2);
    }
  }

  @Test
  void datagramsOfOthersThatAreOnTheLinkAreDroppedByConnect() throws Exception {
    try (var other = loom.bind("udp4://127.0.0.1:0");
        var near = bind("perfect", "delay=20ms")) {
      other.send(bytes(1), address(near));
      far.send(bytes(2, 2), address(near));
      Await.until("both came", () -> near.incoming().inFlight() == 2);
      near.connect(address(far));
      assertThat(near.receive(ByteBuffer.allocate(10)).size()).isEqualTo(2);
      assertThat(near.tryReceive(ByteBuffer.allocate(10))).isEmpty();
    }
  }

  @Test
  void whyADelayedDatagramCouldNotBeSentIsToldByTheNextCall() throws Exception {
    try (var near = bind("delay=1ms", "perfect")) {
      near.send(ByteBuffer.allocate(70_000), address(far));
      Await.until("it is gone", () -> near.outgoing().inFlight() == 0);
      ByteBuffer next = bytes(1);
      Throwable[] thrown = {null};
      Await.until(
          "it is told",
          () -> {
            thrown[0] = catchThrowable(() -> near.send(next.clear(), address(far)));
            return thrown[0] != null;
          });
      assertThat(thrown[0]).isInstanceOf(MessageTooLargeException.class);
      assertThat(next.position()).isZero();
      near.send(next, address(far));
      assertThat(far.receive(ByteBuffer.allocate(10)).size()).isEqualTo(1);
    }
  }

  @Test
  void batchesPassEntryByEntry() throws Exception {
    try (var near = bind("perfect", "delay=1ms,keep-order=yes");
        var batch = near.batch(8, 100)) {
      batch.add(bytes(1), address(far)).add(bytes(), address(far));
      batch.room(2).put(new byte[] {3, 3, 3, 4, 4, 4, 5});
      batch.count(3).size(2, 7).segmentSize(2, 3).copyPeer(2, 0);
      near.send(batch);
      assertThat(batch.position()).isEqualTo(3);
      for (int size : new int[] {1, 0, 3, 3, 1}) {
        assertThat(far.receive(ByteBuffer.allocate(10)).size()).isEqualTo(size);
        far.send(ByteBuffer.allocate(size), address(near));
      }
      Await.until("all came", () -> near.incoming().inFlight() == 5);
      List<Integer> sizes = new ArrayList<>();
      while (sizes.size() < 5) {
        int count = near.receive(batch);
        assertThat(batch.count()).isEqualTo(count);
        for (int i = 0; i < count; i++) {
          assertThat(batch.peer(i)).isEqualTo(far.localAddress());
          assertThat(batch.segmentSize(i)).isZero();
          sizes.add(batch.data(i).remaining());
        }
      }
      assertThat(sizes).containsExactly(1, 0, 3, 3, 1);
      assertThat(near.tryReceive(batch)).isZero();
      batch.clear().add(bytes(1, 2)).peer(0, address(far)).add(bytes(9));
      assertThatThrownBy(() -> near.trySend(batch)).isInstanceOf(NotConnectedException.class);
      assertThat(batch.position()).isOne();
      assertThat(near.connect(address(far)).trySend(batch)).isOne();
    }
  }

  @Test
  void batchesTellWhatWasCut() throws Exception {
    try (var near = bind("perfect", "perfect")) {
      var batch = near.batch(2, 3);
      far.send(bytes(1, 2, 3, 4, 5), address(near));
      assertThat(near.receive(batch)).isOne();
      assertThat(batch.size(0)).isEqualTo(3);
      assertThat(batch.fullSize(0)).isEqualTo(5);
      assertThat(batch.data(0)).isEqualTo(bytes(1, 2, 3));
      assertThatThrownBy(() -> batch.clear().add(bytes(1, 2, 3, 4)))
          .isInstanceOf(IllegalArgumentException.class);
      try (var foreign = far.batch(1, 1)) {
        assertThatThrownBy(() -> near.receive(foreign))
            .isInstanceOf(IllegalArgumentException.class);
      }
      var receiver = start(() -> near.receive(batch)).awaitParked();
      batch.close();
      far.send(bytes(1), address(near));
      receiver.assertFailure().isInstanceOf(IllegalStateException.class);
      assertThat(near.receive(ByteBuffer.allocate(1)).size()).as("it stayed there").isOne();
      assertThatThrownBy(() -> near.packetInfo(true)).isInstanceOf(CapabilityException.class);
    }
  }

  @Test
  void sendingWaitsWhileTheLinkIsFull() throws Exception {
    var near = bind("delay=86400s", "perfect");
    SocketAddress to = address(far);
    ByteBuffer empty = ByteBuffer.allocate(0);
    for (int i = 0; i < MOST_ON_LINK; i++) {
      near.send(empty, to);
    }
    assertThat(near.trySend(bytes(1), to)).isFalse();
    assertThat(near.awaitWritable(Deadline.after(Duration.ofMillis(5)))).isFalse();
    near.writeTimeout(Duration.ofMillis(10));
    ByteBuffer source = bytes(1);
    assertThatThrownBy(() -> near.send(source, to))
        .isInstanceOf(ConnectorTimeoutException.class)
        .hasMessageContaining("send udp4://127.0.0.1:");
    assertThat(source.position()).isZero();
    near.writeTimeout(Duration.ZERO);
    var interrupted = start(() -> sendOne(near, to)).awaitParked();
    interrupted.interrupt();
    interrupted.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
    var closed = start(() -> sendOne(near, to)).awaitParked();
    near.close();
    closed.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
  }

  private static boolean sendOne(DatagramConnector near, SocketAddress to) throws IOException {
    near.send(bytes(1), to);
    return true;
  }

  @Test
  void readinessIsAwaitedUntilADeadline() throws Exception {
    try (var near = bind("perfect", "delay=86400s")) {
      far.send(bytes(1), address(near));
      Await.until("it came", () -> near.incoming().inFlight() == 1);
      Deadline deadline = Deadline.after(Duration.ofMillis(20));
      assertThat(near.awaitReadable(deadline)).isFalse();
      assertThat(deadline.hasPassed()).as("not early").isTrue();
      assertThat(near.tryReceive(ByteBuffer.allocate(1))).isEmpty();
    }
  }

  @Test
  void roomOnTheLinkWakesASender() throws Exception {
    // they leave evenly over 20 s, more slowly than they come
    try (var near = bind("delay=10s,jitter=10s", "perfect")) {
      int count = 0;
      while (near.trySend(ByteBuffer.allocate(0), address(far))) {
        assertThat(count++).isLessThan(2 * MOST_ON_LINK);
      }
      near.send(bytes(1), address(far));
      assertThat(near.awaitWritable(Deadline.NONE)).isTrue();
    }
  }

  @Test
  void conditionsChangeWhileItIsOpen() throws Exception {
    try (var near = bind("loss=100%", "perfect")) {
      near.send(bytes(1), address(far));
      near.conditions(LinkConditions.PERFECT, LinkConditions.PERFECT);
      near.send(bytes(2, 2), address(far));
      assertThat(far.receive(ByteBuffer.allocate(10)).size()).isEqualTo(2);
      assertThat(near.outgoing().lost()).isOne();
    }
  }

  @Test
  void lostDatagramsDoNotProlongATimeout() throws Exception {
    try (var near = bind("perfect", "loss=100%")) {
      near.readTimeout(Duration.ofMillis(50));
      var receiver = start(() -> near.receive(ByteBuffer.allocate(1)));
      while (!receiver.hasEnded()) {
        far.send(bytes(1), address(near));
      }
      receiver.assertFailure().isInstanceOf(ConnectorTimeoutException.class);
    }
  }

  @Test
  void anInterruptRunsTheCancellationAndReceivingGoesOn() throws Exception {
    try (var near = bind("perfect", "delay=1ms")) {
      var receiver =
          start(
              () ->
                  Cancellation.onInterrupt(
                      () -> far.send(bytes(7), address(near)),
                      () -> near.receive(ByteBuffer.allocate(10))));
      receiver.awaitParked().interrupt();
      assertThat(receiver.result().size()).isOne();
      assertThat(receiver.endedInterrupted()).isTrue();
      var failing =
          start(
              () ->
                  Cancellation.onInterrupt(
                      () -> {
                        throw new IllegalStateException("no");
                      },
                      () -> near.receive(ByteBuffer.allocate(10))));
      failing.awaitParked().interrupt();
      failing
          .assertFailure()
          .isInstanceOf(ConnectorInterruptedException.class)
          .hasSuppressedException(new IllegalStateException("no"));
    }
  }

  @Test
  void manyThreadsSendAndReceiveOverABadLink() throws Exception {
    String out = "loss=10%,delay=1ms,jitter=1ms";
    String in = "delay=1ms,jitter=1ms,duplicate=20%";
    try (var near =
        over(loom.bind("local://" + folder.resolve("n") + "?behaviour=datagram"), out, in)) {
      List<Task<Integer>> receivers = new ArrayList<>();
      List<Task<Boolean>> senders = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        receivers.add(start(() -> receiveAll(near)));
        senders.add(start(() -> sendMany(near, 200)));
      }
      senders.forEach(Task::result);
      Await.until("all was sent", () -> near.outgoing().inFlight() == 0);
      LinkStatistics sent = near.outgoing();
      assertThat(sent.sent()).isEqualTo(800);
      assertThat(sent.delivered()).isEqualTo(800 - sent.lost());
      Await.until(
          "all was received",
          () ->
              near.incoming().sent() == sent.delivered()
                  && near.incoming().delivered()
                      == sent.delivered() + near.incoming().duplicated());
      near.readDeadline(Deadline.after(Duration.ZERO));
      int received = receivers.stream().mapToInt(Task::result).sum();
      assertThat(near.incoming().delivered()).isEqualTo(received);
    }
  }

  private static boolean sendMany(DatagramConnector near, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      near.send(bytes(i), address(near));
    }
    return true;
  }

  private static int receiveAll(DatagramConnector near) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(10);
    for (int count = 0; ; count++) {
      try {
        near.receive(buffer.clear());
      } catch (ConnectorTimeoutException e) {
        return count;
      }
    }
  }

  @Test
  void closingTheToolkitEndsThoseWhoWait() throws Exception {
    var near = bind("delay=1s", "delay=1s");
    var receiver = start(() -> near.receive(ByteBuffer.allocate(1))).awaitParked();
    loom.close();
    receiver.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
    assertThat(near.isOpen()).isFalse();
    assertThatThrownBy(() -> near.send(bytes(1), address(far)))
        .isInstanceOf(ConnectorClosedException.class);
  }

  @Test
  void noThreadIsLeft() throws Exception {
    var closed = bind("delay=1ms", "delay=1ms");
    closed.send(bytes(1), address(closed));
    closed.receive(ByteBuffer.allocate(1));
    assertThat(threadsOf(closed)).isEqualTo(2);
    closed.close();
    Await.until("they have ended", () -> threadsOf(closed) == 0);
    var left = bind("delay=86400s", "perfect");
    left.send(bytes(1), address(far));
    loom.close();
    Await.until("they have ended", () -> threadsOf(left) == 0);
    left.close();
  }

  private long threadsOf(DatagramConnector connector) {
    try {
      Path dump = Files.createTempDirectory(folder, "dump").resolve("threads");
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
      try (var lines = Files.lines(dump)) {
        return lines
            .filter(l -> l.contains("packetloom-link-") && l.contains("" + connector))
            .count();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
