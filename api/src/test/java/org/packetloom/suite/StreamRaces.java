// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;

/** Bytes that race with deadlines and interrupts: none is lost, doubled or moved after a return. */
public interface StreamRaces extends StreamRow {
  /** What the streams of these tests carry. */
  byte SENT = 42;

  /** What buffers hold before a read. */
  byte BLANK = 0;

  /** What buffers are overwritten with as soon as a call has returned. */
  byte OVERWRITTEN = 99;

  private static Deadline inAMilli() {
    return Deadline.after(Duration.ofMillis(1));
  }

  @Test
  default void timedReadsNeverTouchTheirBuffersAfterTheyReturned() throws Exception {
    assumeHas(Feature.DEADLINES);
    AtomicBoolean enough = new AtomicBoolean();
    try (var ends = open()) {
      var flood = start(() -> flood(ends.far(), enough));
      List<Task<Long>> readers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        readers.add(start(() -> readWithDeadlines(ends.near(), Scale.rounds(100))));
      }
      long received = readers.stream().mapToLong(Task::result).sum();
      ends.near().readDeadline(Deadline.NONE);
      enough.set(true);
      received += drain(ends.near());
      assertThat(received).isEqualTo(flood.result());
    }
  }

  private long flood(StreamEnd end, AtomicBoolean enough) throws IOException {
    long count = 0;
    while (!enough.get()) {
      count += end.write(ByteBuffer.wrap(filled(1000, SENT)));
    }
    end.close();
    return count;
  }

  private long readWithDeadlines(StreamEnd end, int rounds) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(0);
    long count = 0;
    for (int i = 0; i < rounds; i++) {
      ByteBuffer buffer = i % 2 == 0 ? ByteBuffer.allocate(700) : ByteBuffer.allocateDirect(700);
      end.readDeadline(inAMilli());
      try {
        end.read(buffer);
      } catch (IOException e) {
        assertFailed(e, end, Failure.TIMED_OUT, 0);
      }
      count += buffer.position();
      for (int at = 0; at < buffer.limit(); at++) {
        assertThat(buffer.get(at)).isEqualTo(at < buffer.position() ? SENT : BLANK);
        buffer.put(at, OVERWRITTEN);
      }
      for (int at = 0; at < last.limit(); at++) {
        assertThat(last.get(at)).as("read long after the call").isEqualTo(OVERWRITTEN);
      }
      last = buffer;
    }
    return count;
  }

  @Test
  default void timedWritesNeverTouchTheirBuffersAfterTheyReturned() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      List<Task<Long>> writers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        writers.add(start(() -> writeWithDeadlines(ends.near(), Scale.rounds(100))));
      }
      var reader = start(() -> countSent(ends.far()));
      long sent = writers.stream().mapToLong(Task::result).sum();
      ends.near().close();
      assertThat(reader.result()).isEqualTo(sent);
    }
  }

  private long writeWithDeadlines(StreamEnd end, int rounds) throws IOException {
    long count = 0;
    for (int i = 0; i < rounds; i++) {
      ByteBuffer buffer = ByteBuffer.wrap(filled(1 << 16, SENT));
      end.writeDeadline(inAMilli());
      try {
        end.write(buffer);
      } catch (IOException e) {
        assertFailed(e, end, Failure.TIMED_OUT, buffer.position());
      }
      count += buffer.position();
      Arrays.fill(buffer.array(), OVERWRITTEN);
    }
    return count;
  }

  private static long countSent(StreamEnd end) throws IOException {
    byte[] bytes = new byte[5000];
    byte[] good = new byte[5000];
    Arrays.fill(good, SENT);
    long count = 0;
    for (int n = end.read(bytes, 0, 5000); n >= 0; n = end.read(bytes, 0, 5000)) {
      assertThat(Arrays.mismatch(bytes, 0, n, good, 0, n)).as("first wrong byte").isEqualTo(-1);
      count += n;
    }
    return count;
  }

  @Test
  default void aTransferTornByDeadlinesAndContinuedArrivesWhole() throws Exception {
    assumeHas(Feature.DEADLINES);
    byte[] bytes = Seed.bytes(Scale.rounds(4 << 20));
    try (var ends = open()) {
      var writer =
          startAction(
              () -> {
                ByteBuffer source = ByteBuffer.wrap(bytes);
                while (source.hasRemaining()) {
                  ends.near().writeDeadline(inAMilli());
                  continueAfter(Failure.TIMED_OUT, ends.near(), () -> ends.near().write(source));
                }
              });
      ByteBuffer received = ByteBuffer.allocate(bytes.length);
      while (received.hasRemaining()) {
        ends.far().readDeadline(inAMilli());
        continueAfter(Failure.TIMED_OUT, ends.far(), () -> ends.far().readFully(received));
      }
      writer.result();
      assertThat(Arrays.mismatch(received.array(), bytes)).isEqualTo(-1);
    }
  }

  private static void continueAfter(Failure failure, StreamEnd end, Task.Action call)
      throws Exception {
    try {
      call.run();
    } catch (IOException e) {
      assertThat(e).isInstanceOf(end.type(failure));
    }
  }

  @Test
  default void aTransferTornByInterruptsAndContinuedArrivesWhole() throws Exception {
    assumeHas(Feature.INTERRUPT_POLICIES);
    byte[] bytes = Seed.bytes(Scale.rounds(4 << 20));
    try (var ends = open()) {
      var writer =
          startAction(
              () -> {
                ByteBuffer source = ByteBuffer.wrap(bytes);
                while (source.hasRemaining()) {
                  continueAfter(Failure.INTERRUPTED, ends.near(), () -> ends.near().write(source));
                  Thread.interrupted();
                }
              });
      ByteBuffer received = ByteBuffer.allocate(bytes.length);
      var reader =
          startAction(
              () -> {
                while (received.hasRemaining()) {
                  ByteBuffer piece =
                      received.slice(received.position(), Math.min(50_000, received.remaining()));
                  continueAfter(Failure.INTERRUPTED, ends.far(), () -> ends.far().readFully(piece));
                  received.position(received.position() + piece.position());
                  Thread.interrupted();
                }
              });
      Await.until(
          "transfer ends",
          () -> {
            writer.interrupt();
            reader.interrupt();
            return writer.hasEnded() && reader.hasEnded();
          });
      writer.result();
      reader.result();
      assertThat(Arrays.mismatch(received.array(), bytes)).isEqualTo(-1);
    }
  }

  @Test
  default void aByteThatArrivesAtTheDeadlineIsNeitherLostNorDoubled() throws Exception {
    assumeHas(Feature.DEADLINES);
    Random random = Seed.random();
    int rounds = Scale.rounds(200);
    try (var ends = open()) {
      for (int i = 0; i < rounds; i++) {
        int value = i;
        int delayNanos = random.nextInt(600_000);
        ends.near().readDeadline(Deadline.after(Duration.ofNanos(300_000)));
        var sender =
            startAction(
                () -> {
                  LockSupport.parkNanos(delayNanos);
                  ends.far().writeByte(value);
                });
        ByteBuffer one = ByteBuffer.allocate(1);
        continueAfter(Failure.TIMED_OUT, ends.near(), () -> ends.near().read(one));
        ends.near().readDeadline(Deadline.NONE);
        ends.near().readFully(one);
        assertThat(one.get(0)).isEqualTo((byte) value);
        sender.result();
      }
    }
  }

  @Test
  default void aByteThatArrivesWithAnInterruptIsNeitherLostNorDoubled() throws Exception {
    assumeHas(Feature.INTERRUPT_POLICIES);
    Random random = Seed.random();
    int rounds = Scale.rounds(200);
    try (var ends = open()) {
      for (int i = 0; i < rounds; i++) {
        ByteBuffer one = ByteBuffer.allocate(1);
        var reader =
            startAction(
                () -> continueAfter(Failure.INTERRUPTED, ends.near(), () -> ends.near().read(one)));
        if (i % 2 == 0) {
          reader.awaitParked();
        }
        boolean interruptFirst = random.nextBoolean();
        if (interruptFirst) {
          reader.interrupt();
        }
        ends.far().writeByte(i);
        reader.interrupt();
        reader.result();
        ends.near().readFully(one);
        assertThat(one.get(0)).isEqualTo((byte) i);
      }
    }
  }

  @Test
  default void aWakeUpIsNeverLostBetweenTwoThreads() throws Exception {
    int rounds = Scale.rounds(1_000);
    try (var ends = open()) {
      var echo =
          startAction(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  ends.far().writeByte(ends.far().readByte());
                }
              });
      for (int i = 0; i < rounds; i++) {
        ends.near().writeByte(i);
        if (i % 7 == 0) {
          Thread.yield();
        }
        assertThat(ends.near().readByte()).isEqualTo((byte) i);
      }
      echo.result();
    }
  }
}
