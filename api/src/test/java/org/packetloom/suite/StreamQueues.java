// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;

/** Several threads in one direction: first come, first served, whole blocks, and all may leave. */
public interface StreamQueues extends StreamRow {
  private Task<Byte> startByteReader(StreamEnd end) {
    return start(end::readByte).awaitParked();
  }

  @Test
  default void readersAreServedInTheOrderInWhichTheyCame() throws Exception {
    assumeHas(Feature.FIFO_QUEUES);
    try (var ends = open()) {
      List<Task<Byte>> readers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        readers.add(startByteReader(ends.near()));
      }
      for (int i = 0; i < 20; i++) {
        ends.far().writeByte(i);
      }
      for (int i = 0; i < 20; i++) {
        assertThat(readers.get(i).result()).isEqualTo((byte) i);
      }
    }
  }

  @Test
  default void writersAreServedInTheOrderInWhichTheyCame() throws Exception {
    assumeHas(Feature.FIFO_QUEUES);
    try (var ends = open()) {
      startBlockedWrite(ends.near(), tooMuch());
      for (int i = 0; i < 20; i++) {
        startBlockedWrite(ends.near(), ByteBuffer.wrap(filled(100, i)));
      }
      ends.far().readFully(tooMuch());
      for (int i = 0; i < 20; i++) {
        byte[] block = new byte[100];
        ends.far().readFully(ByteBuffer.wrap(block));
        assertThat(block).containsOnly(i);
      }
    }
  }

  @Test
  default void aReaderThatLeavesTheQueueDoesNotDisturbTheOthers() throws Exception {
    assumeHas(Feature.QUEUE_CONTRACT);
    assumeHas(Feature.INTERRUPT_POLICIES);
    try (var ends = open()) {
      var first = startByteReader(ends.near());
      var second = startByteReader(ends.near());
      var third = startByteReader(ends.near());
      second.interrupt();
      assertFailed(second.failure(), ends.near(), Failure.INTERRUPTED, 0);
      assertThat(second.endedInterrupted()).isTrue();
      ends.far().write(new byte[] {1, 3});
      assertThat(first.result()).isEqualTo((byte) 1);
      assertThat(third.result()).isEqualTo((byte) 3);
    }
  }

  @Test
  default void theNextTakesOverWhenTheFirstLeaves() throws Exception {
    assumeHas(Feature.QUEUE_CONTRACT);
    assumeHas(Feature.INTERRUPT_POLICIES);
    try (var ends = open()) {
      var first = startByteReader(ends.near());
      var second = startByteReader(ends.near());
      first.interrupt();
      assertFailed(first.failure(), ends.near(), Failure.INTERRUPTED, 0);
      ends.far().writeByte(2);
      assertThat(second.result()).isEqualTo((byte) 2);
    }
  }

  @Test
  default void aQueuedReaderObeysItsAmbientDeadline() throws Exception {
    assumeHas(Feature.QUEUE_CONTRACT);
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      var first = startByteReader(ends.near());
      Deadline deadline = Deadline.after(Duration.ofMillis(20));
      var second = start(() -> deadline.call(() -> ends.near().read(ByteBuffer.allocate(1))));
      assertFailed(second.failure(), ends.near(), Failure.TIMED_OUT, 0);
      assertThat(deadline.hasPassed()).as("not early").isTrue();
      ends.far().writeByte(1);
      assertThat(first.result()).isEqualTo((byte) 1);
    }
  }

  @Test
  default void aQueuedWriterObeysItsAmbientDeadlineAndMovesNothing() throws Exception {
    assumeHas(Feature.QUEUE_CONTRACT);
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      var first = startBlockedWrite(ends.near(), tooMuch());
      Deadline deadline = Deadline.after(Duration.ofMillis(20));
      ByteBuffer source = ByteBuffer.allocate(10);
      var second = start(() -> deadline.call(() -> ends.near().write(source)));
      assertFailed(second.failure(), ends.near(), Failure.TIMED_OUT, 0);
      assertThat(source.position()).isZero();
      ends.far().readFully(tooMuch());
      assertThat(first.result()).isEqualTo(MORE_THAN_BUFFERS);
      assertRoundTrip(ends);
    }
  }

  @Test
  default void aNewDeadlineEndsAllThatQueue() throws Exception {
    assumeHas(Feature.QUEUE_CONTRACT);
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      List<Task<Byte>> readers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        readers.add(startByteReader(ends.near()));
      }
      Deadline deadline = Deadline.after(Duration.ofMillis(10));
      ends.near().readDeadline(deadline);
      for (var reader : readers) {
        assertFailed(reader.failure(), ends.near(), Failure.TIMED_OUT, 0);
      }
      assertThat(deadline.hasPassed()).as("not early").isTrue();
      ends.near().readDeadline(Deadline.NONE);
      assertRoundTrip(ends);
    }
  }

  @Test
  default void aReadTimeoutEndsAllThatQueue() throws Exception {
    assumeHas(Feature.QUEUE_CONTRACT);
    assumeHas(Feature.TIMEOUTS);
    try (var ends = open()) {
      ends.near().readTimeout(Duration.ofMillis(20));
      List<Task<Byte>> readers = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        readers.add(start(ends.near()::readByte));
      }
      for (var reader : readers) {
        assertFailed(reader.failure(), ends.near(), Failure.TIMED_OUT, 0);
      }
      assertArrives(ends.near(), ends.far());
    }
  }

  @Test
  default void aDeferredInterruptLeavesAThreadInTheQueue() throws Exception {
    assumeHas(Feature.QUEUE_CONTRACT);
    assumeHas(Feature.INTERRUPT_POLICIES);
    try (var ends = open()) {
      ends.near().interruptPolicy(InterruptPolicy.DEFER);
      var first = startByteReader(ends.near());
      var second = startByteReader(ends.near());
      second.interrupt();
      ends.far().write(new byte[] {1, 2});
      assertThat(first.result()).isEqualTo((byte) 1);
      assertThat(second.result()).isEqualTo((byte) 2);
      assertThat(first.endedInterrupted()).isFalse();
      assertThat(second.endedInterrupted()).isTrue();
    }
  }

  @Test
  default void anInterruptOfAThreadInTheQueueClosesUnderThatPolicy() throws Exception {
    assumeHas(Feature.QUEUE_CONTRACT);
    try (var ends = open()) {
      ends.near().interruptPolicy(InterruptPolicy.CLOSE);
      var first = startByteReader(ends.near());
      var second = startByteReader(ends.near());
      second.interrupt();
      assertFailed(second.failure(), ends.near(), Failure.CLOSED_BY_INTERRUPT, 0);
      assertFailed(first.failure(), ends.near(), Failure.CLOSED_WHILE_WAITING, 0);
      assertThat(ends.near().isOpen()).isFalse();
    }
  }

  @Test
  default void readFullySharesItsBlockWithNobody() throws Exception {
    assumeHas(Feature.WHOLE_BLOCKS);
    int rounds = Scale.rounds(100);
    try (var ends = open()) {
      List<Task<Void>> readers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        readers.add(
            startAction(
                () -> {
                  for (int round = 0; round < rounds; round++) {
                    byte[] block = new byte[1000];
                    ends.near().readFully(ByteBuffer.wrap(block));
                    assertThat(block).containsOnly(block[0]);
                  }
                }));
      }
      for (int i = 0; i < 4 * rounds; i++) {
        byte[] block = filled(1000, i);
        ends.far().write(block, 0, 300);
        ends.far().write(block, 300, 700);
      }
      readers.forEach(Task::result);
    }
  }

  /** A block of one value that a writer sent, whole or torn; values of one writer take turns. */
  record Block(int value, int length) {}

  @Test
  default void blocksNeverInterleaveWhileOneWriterTimesOut() throws Exception {
    assumeHas(Feature.WHOLE_BLOCKS);
    assumeHas(Feature.DEADLINES);
    int rounds = Scale.rounds(100);
    try (var ends = open()) {
      var patient = start(() -> writeBlocks(ends.near(), rounds, 0, Duration.ofHours(1)));
      var hasty = start(() -> writeBlocks(ends.near(), rounds, 64, Duration.ofMillis(1)));
      var reader = start(() -> readBlocks(ends.far()));
      List<Block> sentByPatient = patient.result();
      List<Block> sentByHasty = hasty.result();
      ends.near().close();
      List<Block> received = reader.result();
      assertThat(received.stream().filter(block -> block.value() < 64).toList())
          .isEqualTo(sentByPatient);
      assertThat(received.stream().filter(block -> block.value() >= 64).toList())
          .isEqualTo(sentByHasty);
      assertThat(sentByPatient).hasSize(rounds).allMatch(block -> block.length() == 1 << 16);
    }
  }

  private List<Block> writeBlocks(StreamEnd end, int rounds, int firstValue, Duration patience)
      throws IOException {
    List<Block> sent = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      int value = firstValue + i % 64;
      ByteBuffer source = ByteBuffer.wrap(filled(1 << 16, value));
      try {
        Deadline.after(patience).call(() -> end.write(source));
      } catch (IOException e) {
        assertFailed(e, end, Failure.TIMED_OUT, source.position());
      }
      if (source.position() > 0) {
        sent.add(new Block(value, source.position()));
      }
    }
    return sent;
  }

  /** Splits what arrives where its value changes. */
  private static List<Block> readBlocks(StreamEnd end) throws IOException {
    List<Block> received = new ArrayList<>();
    byte[] bytes = new byte[10_000];
    int value = -1;
    int length = 0;
    for (int n = end.read(bytes, 0, 10_000); n >= 0; n = end.read(bytes, 0, 10_000)) {
      for (int i = 0; i < n; i++, length++) {
        if (bytes[i] != value && length > 0) {
          received.add(new Block(value, length));
          length = 0;
        }
        value = bytes[i];
      }
    }
    received.add(new Block(value, length));
    return received;
  }
}
