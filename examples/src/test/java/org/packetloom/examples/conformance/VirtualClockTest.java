// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorInterruptedException;
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

/** Waits end when the test moves the clock, and not before. */
@Timeout(60)
class VirtualClockTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration NANO = Duration.ofNanos(1);

  private final VirtualClock clock = VirtualClock.create();
  private Packetloom loom;

  @BeforeEach
  void open() throws IOException {
    loom = Packetloom.builder().scheme(clock.over(new MemoryScheme())).open();
  }

  @AfterEach
  void close() {
    loom.close();
  }

  /** A call that waits in virtual time. */
  private <T> Task<T> startWaiting(Callable<T> call) {
    int before = clock.waits();
    Task<T> task = Task.start(loom.threadFactory(), call);
    clock.awaitWaits(before + 1);
    return task;
  }

  private void assertEndsAfter(Duration time, Task<?> task, String message) {
    clock.advance(time.minus(NANO));
    assertThat(task.awaitParked().hasEnded()).isFalse();
    clock.advance(NANO);
    task.assertFailure()
        .isInstanceOf(ConnectorTimeoutException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aReadTimeoutOfAnHourTakesNoTime() throws IOException {
    try (Pair pair = loom.pair("memory://")) {
      StreamConnector stream = pair.first().readTimeout(HOUR);
      assertEndsAfter(HOUR, startWaiting(() -> stream.read(new byte[1])), "after 3600 s, 0 bytes");
      assertEndsAfter(HOUR, startWaiting(() -> stream.read(new byte[1])), "after 3600 s, 0 bytes");
      assertThat(clock.elapsed()).isEqualTo(HOUR.multipliedBy(2));
      assertThat(clock.waits()).isZero();
    }
  }

  @Test
  void aDeadlineOnTheClockEndsAReadAndIsNotSticky() throws IOException {
    try (Pair pair = loom.pair("memory://")) {
      StreamConnector stream = pair.first().readDeadline(clock.after(HOUR));
      assertEndsAfter(HOUR, startWaiting(() -> stream.read(new byte[1])), "timed out");
      pair.second().write(new byte[] {5});
      assertThatThrownBy(() -> stream.read(new byte[1]))
          .isInstanceOf(ConnectorTimeoutException.class)
          .hasMessageContaining("at once");
      assertThat(stream.readDeadline(Deadline.NONE).read(new byte[1])).isEqualTo(1);
    }
  }

  @Test
  void aDeadlineThatIsMovedUnderAWaitHolds() throws IOException {
    try (Pair pair = loom.pair("memory://")) {
      StreamConnector stream = pair.first().readDeadline(clock.after(HOUR));
      var reader = startWaiting(() -> stream.read(new byte[1]));
      StreamConnector unused = stream.readDeadline(clock.after(HOUR.multipliedBy(2)));
      clock.advance(HOUR);
      assertEndsAfter(HOUR, reader, "after 7200 s");
    }
  }

  @Test
  void anAmbientDeadlineOnTheClockEndsARead() throws IOException {
    try (Pair pair = loom.pair("memory://")) {
      Deadline deadline = clock.after(HOUR);
      var reader = startWaiting(() -> deadline.call(() -> pair.first().read(new byte[1])));
      assertEndsAfter(HOUR, reader, "timed out");
    }
  }

  @Test
  void aWriteTimeoutCountsFromTheLastByte() throws IOException {
    try (Pair pair = loom.pair("memory://?capacity=10")) {
      ByteBuffer source = ByteBuffer.allocate(100);
      var writer = startWaiting(() -> pair.first().writeTimeout(HOUR).write(source));
      clock.advance(HOUR.minus(NANO));
      pair.second().readFully(new byte[10]);
      Await.until("it goes on", () -> source.position() == 20);
      clock.awaitWaits(1);
      writer.awaitParked();
      assertEndsAfter(HOUR, writer, "20 bytes");
    }
  }

  @Test
  void acceptHasItsDeadlineInTheClocksTime() throws IOException {
    try (var listener = loom.listen("memory:///a").acceptDeadline(clock.after(HOUR))) {
      assertEndsAfter(HOUR, startWaiting(listener::accept), "accept memory:///a: timed out");
    }
  }

  @Test
  void bytesInterruptsAndClosingNeedNoTime() throws IOException {
    try (Pair pair = loom.pair("memory://")) {
      StreamConnector stream = pair.first().readTimeout(HOUR);
      var first = startWaiting(() -> stream.read(new byte[1]));
      pair.second().write(new byte[1]);
      assertThat(first.result()).isEqualTo(1);
      var second = startWaiting(() -> stream.read(new byte[1]));
      second.interrupt();
      second.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
      var third = startWaiting(() -> stream.read(new byte[1]));
      stream.close();
      third.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
      assertThat(clock.elapsed()).isZero();
    }
  }

  @Test
  void faultsBringTheClockToAnyScheme() throws IOException {
    Pair pair = loom.pair("tcp://127.0.0.1:0");
    try (pair;
        var stream = Faults.of(1).clock(clock).over(loom, pair.first()).readTimeout(HOUR)) {
      // the thread that fetches what comes waits for the socket, which is no wait of the clock
      var reader = startWaiting(() -> stream.read(new byte[1]));
      reader.awaitParked();
      assertEndsAfter(HOUR, reader, "after 3600 s");
      pair.second().write(new byte[] {7});
      byte[] received = new byte[1];
      stream.readFully(received);
      assertThat(received).containsExactly(7);
    }
  }

  @Test
  void theClockGoesFromOneEndToTheNext() throws IOException {
    try (Pair one = loom.pair("memory://");
        Pair other = loom.pair("memory://")) {
      var late = startWaiting(() -> one.first().readTimeout(HOUR).read(new byte[1]));
      var soon = startWaiting(() -> other.first().readTimeout(NANO).read(new byte[1]));
      assertThat(clock.advanceToNext()).isTrue();
      soon.assertFailure().isInstanceOf(ConnectorTimeoutException.class);
      assertThat(clock.elapsed()).isEqualTo(NANO);
      assertThat(clock.advanceToNext()).isTrue();
      late.assertFailure().isInstanceOf(ConnectorTimeoutException.class);
      assertThat(clock.elapsed()).isEqualTo(HOUR);
      assertThat(clock.advanceToNext()).isFalse();
    }
  }

  @Test
  void actionsRunInTheOrderOfTheirTimes() {
    List<String> done = new ArrayList<>();
    long now = clock.nanoTime();
    clock.at(now + 20, () -> done.add("second at " + (clock.nanoTime() - now)));
    clock.at(now + 10, () -> done.add("first at " + (clock.nanoTime() - now)));
    clock.at(now + 20, () -> clock.at(now + 20, () -> done.add("third")));
    clock.at(now + 40, () -> done.add("never"));
    clock.at(now, () -> done.add("at once"));
    clock.advance(Duration.ofNanos(30));
    assertThat(done).containsExactly("at once", "first at 10", "second at 20", "third");
    assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
