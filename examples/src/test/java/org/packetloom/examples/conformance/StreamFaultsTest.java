// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.ConnectionResetException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.conformance.Faults;
import org.packetloom.conformance.VirtualClock;
import org.packetloom.examples.memory.MemoryScheme;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** Streams with faults, over memory and TCP. */
@Timeout(60)
class StreamFaultsTest {
  private Packetloom loom;

  @BeforeEach
  void open() throws IOException {
    loom = Packetloom.builder().scheme(new MemoryScheme()).open();
  }

  @AfterEach
  void close() {
    loom.close();
  }

  /** A pair of which the first stream has faults. */
  private Pair pair(Faults faults) throws IOException {
    Pair pair = loom.pair("memory://");
    return new Pair(faults.over(loom, pair.first()), pair.second());
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  /** Sizes of the reads that it takes to get so many bytes, all of which are there. */
  private List<Integer> sizesOfReads(Faults faults, int count) throws IOException {
    try (Pair pair = pair(faults)) {
      pair.second().write(bytes(count));
      ByteBuffer received = ByteBuffer.allocate(count);
      List<Integer> sizes = new ArrayList<>();
      while (received.hasRemaining()) {
        sizes.add(pair.first().read(received));
      }
      assertThat(received.array()).isEqualTo(bytes(count));
      return sizes;
    }
  }

  @Test
  void readsGetNoFurtherThanTheEndOfAPiece() throws IOException {
    List<Integer> sizes = sizesOfReads(Faults.of(1).partial(7), 1_000);

    assertThat(sizes).allSatisfy(size -> assertThat(size).isBetween(1, 7)).contains(1, 7);
  }

  @Test
  void theSameSeedCutsAtTheSamePlaces() throws IOException {
    List<Integer> sizes = sizesOfReads(Faults.of(1).partial(7), 1_000);

    assertThat(sizesOfReads(Faults.of(1).partial(7), 1_000)).isEqualTo(sizes);
    assertThat(sizesOfReads(Faults.of(1).partial(7).resetAt(2_000), 1_000)).isEqualTo(sizes);
    assertThat(sizesOfReads(Faults.of(2).partial(7), 1_000)).isNotEqualTo(sizes);
  }

  @Test
  void eachStreamOfAnObjectIsCutAtPlacesOfItsOwn() throws IOException {
    Faults faults = Faults.of(1).partial(7);
    List<Integer> first = sizesOfReads(faults, 1_000);
    List<Integer> second = sizesOfReads(faults, 1_000);

    assertThat(second).isNotEqualTo(first);
    Faults again = Faults.of(1).partial(7);
    assertThat(sizesOfReads(again, 1_000)).isEqualTo(first);
    assertThat(sizesOfReads(again, 1_000)).isEqualTo(second);
  }

  @Test
  void attemptsToWriteTakeNoMoreThanAPieceAndWritesTakeAll() throws IOException {
    try (Pair pair = pair(Faults.of(1).partial(7))) {
      assertThat(pair.first().tryWrite(ByteBuffer.wrap(bytes(100)))).isBetween(1, 7);
      assertThat(pair.first().write(bytes(5_000))).isEqualTo(5_000);
      pair.first().shutdownOutput();
      assertThat(pair.second().inputStream().readAllBytes()).hasSizeBetween(5_001, 5_007);
    }
  }

  @Test
  void faultsOfOneDirectionLeaveTheOther() throws IOException {
    assertThat(sizesOfReads(Faults.of(1).partial(7).writesOnly(), 1_000)).containsExactly(1_000);
    try (Pair pair = pair(Faults.of(1).partial(7).readsOnly())) {
      assertThat(pair.first().tryWrite(ByteBuffer.wrap(bytes(100)))).isEqualTo(100);
    }
  }

  @Test
  void aResetComesAfterExactlySoManyBytes() throws IOException {
    try (Pair pair = pair(Faults.of(1).resetAt(100))) {
      pair.second().write(bytes(1_000));
      ByteBuffer received = ByteBuffer.allocate(1_000);
      assertThat(pair.first().read(received)).isEqualTo(100);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> pair.first().read(received))
            .isInstanceOf(ConnectionResetException.class)
            .hasMessageContaining("reset by its faults");
      }
      assertThatThrownBy(() -> pair.first().write(bytes(1)))
          .isInstanceOf(ConnectionResetException.class);
      assertThat(pair.second().read(new byte[1])).as("the end").isEqualTo(-1);
    }
  }

  @Test
  void aWriteThatIsResetTellsWhatItMoved() throws IOException {
    try (Pair pair = pair(Faults.of(1).resetAt(100))) {
      ByteBuffer source = ByteBuffer.wrap(bytes(1_000));
      assertThatThrownBy(() -> pair.first().write(source))
          .isInstanceOfSatisfying(
              ConnectionResetException.class,
              reset -> assertThat(reset.bytesMoved()).isEqualTo(100));
      assertThat(source.position()).isEqualTo(100);
      assertThat(pair.second().inputStream().readAllBytes()).hasSize(100);
    }
  }

  @Test
  void resetsAreDrawnBySeedWithinTheirRange() throws IOException {
    List<Integer> first = resets(Faults.of(1).resetBetween(50, 500));

    assertThat(resets(Faults.of(1).resetBetween(50, 500))).isEqualTo(first);
    assertThat(resets(Faults.of(2).resetBetween(50, 500))).isNotEqualTo(first);
    assertThat(first).allSatisfy(position -> assertThat(position).isBetween(50, 500));
  }

  private List<Integer> resets(Faults faults) throws IOException {
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      try (Pair pair = pair(faults)) {
        ByteBuffer source = ByteBuffer.wrap(bytes(1_000));
        assertThatThrownBy(() -> pair.first().write(source))
            .isInstanceOf(ConnectionResetException.class);
        positions.add(source.position());
      }
    }
    return positions;
  }

  @Test
  void thePeerOfAResetOverTcpIsReset() throws IOException {
    Pair pair = loom.pair("tcp://127.0.0.1:0");
    try (pair;
        var faulty = Faults.of(1).resetAt(0).over(loom, pair.first())) {
      assertThatThrownBy(() -> faulty.read(new byte[1]))
          .isInstanceOf(ConnectionResetException.class);
      assertThatThrownBy(() -> pair.second().read(new byte[1]))
          .isInstanceOf(ConnectionResetException.class);
    }
  }

  @Test
  void aStallWithoutEndIsEndedByADeadlineAndByClosing() throws IOException {
    try (Pair pair = pair(Faults.of(1).stallAt(10, Faults.FOREVER))) {
      StreamConnector faulty = pair.first();
      pair.second().write(bytes(100));
      faulty.readFully(new byte[10]);
      assertThat(faulty.tryRead(ByteBuffer.allocate(1))).isZero();
      Deadline deadline = Deadline.after(Duration.ofMillis(10));
      faulty.readDeadline(deadline);
      assertThatThrownBy(() -> faulty.read(new byte[1]))
          .isInstanceOf(ConnectorTimeoutException.class);
      assertThat(deadline.hasPassed()).isTrue();
      faulty.readDeadline(Deadline.NONE);
      var reader = Task.start(loom.threadFactory(), () -> faulty.read(new byte[1])).awaitParked();
      faulty.close();
      reader.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
    }
  }

  @Test
  void aStallEndsWhenTheClockGetsThere() throws IOException {
    VirtualClock clock = VirtualClock.create();
    Duration hour = Duration.ofHours(1);
    try (Pair pair = pair(Faults.of(1).stallAt(10, hour).clock(clock))) {
      ByteBuffer source = ByteBuffer.wrap(bytes(30));
      var writer = Task.start(loom.threadFactory(), () -> pair.first().write(source));
      clock.awaitWaits(1);
      assertThat(source.position()).isEqualTo(10);
      clock.advance(hour.minusNanos(1));
      assertThat(source.position()).isEqualTo(10);
      clock.advance(Duration.ofNanos(1));
      assertThat(writer.result()).isEqualTo(30);
    }
  }

  @Test
  void stallsThatAreDrawnLetAllBytesPassInTheEnd() throws IOException {
    VirtualClock clock = VirtualClock.create();
    Faults faults = Faults.of(1).stalls(100, Duration.ofMinutes(1)).writesOnly().clock(clock);
    try (Pair pair = pair(faults)) {
      var writer = Task.start(loom.threadFactory(), () -> pair.first().write(bytes(10_000)));
      Await.until(
          "all is written",
          () -> {
            boolean unused = clock.advanceToNext();
            return writer.hasEnded();
          });
      assertThat(writer.result()).isEqualTo(10_000);
      assertThat(clock.elapsed()).isBetween(Duration.ofMinutes(50), Duration.ofMinutes(200));
    }
  }

  @Test
  void bytesArriveWhenTheirLatencyHasPassed() throws IOException {
    VirtualClock clock = VirtualClock.create();
    Duration day = Duration.ofDays(1);
    try (Pair pair = pair(Faults.of(1).latency(day).clock(clock))) {
      pair.first().write(new byte[] {1});
      clock.advance(day.dividedBy(2));
      pair.first().write(new byte[] {2});
      assertThat(pair.second().tryRead(ByteBuffer.allocate(2))).isZero();
      clock.advance(day.dividedBy(2));
      byte[] received = new byte[1];
      pair.second().readFully(received);
      assertThat(received).containsExactly(1);
      assertThat(pair.second().tryRead(ByteBuffer.allocate(2))).isZero();
      pair.first().close();
      clock.advance(day.dividedBy(2));
      assertThat(pair.second().inputStream().readAllBytes()).containsExactly(2);
    }
  }

  @Test
  void latencyInTheMachinesTimeIsNotEarly() throws IOException {
    Duration latency = Duration.ofMillis(20);
    try (Pair pair = pair(Faults.of(1).latency(latency))) {
      Deadline outgoing = Deadline.after(latency);
      pair.first().write(new byte[] {1});
      pair.second().readFully(new byte[1]);
      assertThat(outgoing.hasPassed()).isTrue();
      Deadline incoming = Deadline.after(latency);
      pair.second().write(new byte[] {2});
      pair.first().readFully(new byte[1]);
      assertThat(incoming.hasPassed()).isTrue();
    }
  }

  @Test
  void bytesThatArriveWhileTheyAreLookedForAreNotTakenForTheEnd() throws IOException {
    Duration most = Duration.ofNanos(100_000);
    try (Pair pair = pair(Faults.of(1).latency(Duration.ZERO, most).readsOnly())) {
      ByteBuffer one = ByteBuffer.allocate(1);
      for (int i = 0; i < 1_000; i++) {
        pair.second().write(new byte[1]);
        int count;
        do {
          count = pair.first().tryRead(one.clear());
        } while (count == 0);
        assertThat(count).as("byte %d", i).isEqualTo(1);
      }
    }
  }

  @Test
  void allFaultsTogetherLoseNothing() throws IOException {
    Duration most = Duration.ofMillis(1);
    Faults faults =
        Faults.of(3).latency(Duration.ZERO, most).partial(900).stalls(20_000, Duration.ofMillis(2));
    try (var loom = Packetloom.builder().scheme(faults.scheme("tcp")).open();
        var server =
            loom.serve(
                "faulty+tcp://127.0.0.1:0", c -> c.inputStream().transferTo(c.outputStream()));
        var client = loom.connect(server.uri())) {
      byte[] sent = bytes(200_000);
      var writer =
          Task.start(
              loom.threadFactory(),
              () -> {
                client.write(sent);
                return client.shutdownOutput();
              });
      assertThat(client.inputStream().readAllBytes()).isEqualTo(sent);
      writer.result();
    }
  }

  @Test
  void aSchemeWithFaultsNamesItsRealPort() throws IOException {
    try (var loom = Packetloom.builder().scheme(Faults.of(1).scheme("tcp4")).open();
        var listener = loom.listen("faulty+tcp4://127.0.0.1:0")) {
      assertThat(listener.uri().toString()).matches("faulty\\+tcp4://127\\.0\\.0\\.1:[1-9]\\d+");
      try (var client = loom.connect(listener.uri());
          var accepted = listener.accept()) {
        client.write(bytes(10));
        accepted.readFully(new byte[10]);
        assertThat(accepted.peerAddress()).isEqualTo(client.localAddress());
      }
    }
  }

  @Test
  void nothingIsLeftOnceBothEndsAreClosed() throws IOException {
    Pair pair = pair(Faults.of(1).latency(Duration.ofMillis(1)).partial(10));
    pair.first().write(bytes(100));
    pair.second().readFully(new byte[100]);
    assertThat(loom.dump()).contains("memory:");
    pair.close();
    Await.until("no connector is left", () -> !loom.dump().contains("memory:"));
  }

  @Test
  void datagramsAreLateAndWhole() throws IOException {
    Duration latency = Duration.ofMillis(20);
    try (var near = Faults.of(1).latency(latency).over(loom.bind("udp4://127.0.0.1:0"));
        var far = loom.bind("udp4://127.0.0.1:0")) {
      Deadline earliest = Deadline.after(latency);
      near.send(ByteBuffer.wrap(bytes(100)), far.localAddress().orElseThrow());
      assertThat(far.receive(ByteBuffer.allocate(200)).size()).isEqualTo(100);
      assertThat(earliest.hasPassed()).isTrue();
      assertThatThrownBy(() -> Faults.of(1).partial(7).over(far))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("pieces of 1 to 7");
    }
  }

  @Test
  void whatIsOutOfRangeIsNamed() {
    Faults faults = Faults.of(1);
    assertThatThrownBy(() -> faults.latency(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("latency out of range: PT-0.001S");
    assertThatThrownBy(() -> faults.partial(0)).hasMessageContaining("bytes of a piece");
    assertThatThrownBy(() -> faults.stallAt(-1, Duration.ZERO)).hasMessageContaining("stall");
    assertThatThrownBy(() -> faults.stalls(0, Duration.ZERO)).hasMessageContaining("stalls");
    assertThatThrownBy(() -> faults.resetBetween(2, 1)).hasMessageContaining("reset");
    assertThat(faults.partial(3).resetAt(9))
        .hasToString("faults of seed 1, pieces of 1 to 3, reset at 9 to 9");
  }
}
