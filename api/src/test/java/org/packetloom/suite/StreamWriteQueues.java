// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;
import org.packetloom.event.WriteQueue;

/** Writes that never wait: order, whole offers, bounds, and buffers that are lent. */
public interface StreamWriteQueues extends WriteQueueRow {
  @Test
  default void offersArriveInOrder() throws Exception {
    int count = Scale.rounds(100_000);
    try (var ends = openForQueues();
        var queue = queue(ends.near())) {
      var reader =
          startAction(
              () -> {
                ByteBuffer bytes = ByteBuffer.allocate(64 * 1000);
                for (long next = 0; next < count; ) {
                  ends.far()
                      .readFully(bytes.clear().limit(64 * (int) Math.min(1000, count - next)));
                  for (int at = 0; at < bytes.limit(); at += 64) {
                    ensureNext(bytes.getLong(at), next++);
                  }
                }
              });
      ByteBuffer message = ByteBuffer.allocate(64);
      for (int i = 0; i < count; i++) {
        offer(queue, message.clear().putLong(0, i));
      }
      assertThat(message.remaining()).isZero();
      assertThat(queue.flush(Deadline.NONE)).isTrue();
      assertThat(queue.writtenBytes()).isEqualTo(64L * count);
      assertThat(queue.queuedBytes()).isZero();
      reader.result();
    }
  }

  /** A check for where there are many. */
  private static void ensureNext(long found, long next) {
    if (found != next) {
      throw new AssertionError("found " + found + " in place of " + next);
    }
  }

  @Test
  default void offersOfAllSizesAndKindsArriveInOrder() throws Exception {
    int total = 3_000_000;
    byte[] sent = Seed.bytes(total);
    Random random = Seed.random();
    Returned returned = new Returned();
    try (var ends = openForQueues();
        var queue = queue(ends.near())) {
      byte[] received = new byte[total];
      var reader = startAction(() -> ends.far().readFully(ByteBuffer.wrap(received)));
      ByteBuffer copied = ByteBuffer.allocateDirect(CAPACITY);
      int lent = 0;
      for (int at = 0; at < total; ) {
        int most = random.nextInt(8) == 0 ? CAPACITY : 2_000;
        int size = Math.min(total - at, random.nextInt(most + 1));
        if (random.nextBoolean()) {
          offer(queue, copied.clear().put(sent, at, size).flip()); // is ours again at once
        } else {
          lent++;
          ByteBuffer source = ByteBuffer.wrap(sent, at, size);
          while (!queue.offer(source, returned)) {
            queue.awaitRoom(size, Deadline.NONE);
          }
        }
        at += size;
      }
      reader.result();
      assertThat(received).isEqualTo(sent);
      assertThat(queue.flush(Deadline.NONE)).isTrue();
      assertThat(returned.buffers()).hasSize(lent).noneMatch(ByteBuffer::hasRemaining);
    }
  }

  @Test
  default void eachThreadsOffersStayInOrder() throws Exception {
    int rounds = Scale.rounds(2_000);
    try (var ends = openForQueues();
        var queue = queue(ends.near())) {
      List<Task<Void>> producers = new ArrayList<>();
      for (int producer = 0; producer < 8; producer++) {
        int number = producer;
        producers.add(
            startAction(
                () -> {
                  ByteBuffer message = ByteBuffer.allocate(16);
                  for (int i = 0; i < rounds; i++) {
                    offer(queue, message.clear().putInt(0, number).putInt(4, i));
                  }
                }));
      }
      int[] next = new int[8];
      ByteBuffer message = ByteBuffer.allocate(16);
      for (int i = 0; i < 8 * rounds; i++) {
        ends.far().readFully(message.clear());
        ensureNext(message.getInt(4), next[message.getInt(0)]++);
      }
      producers.forEach(Task::result);
    }
  }

  @Test
  default void offersAndWritesNeverInterleave() throws Exception {
    int rounds = Scale.rounds(200);
    try (var ends = openForQueues();
        var one = queue(ends.near());
        var other = queue(ends.near())) {
      List<Task<Void>> writers = new ArrayList<>();
      for (WriteQueue queue : List.of(one, other)) {
        writers.add(
            startAction(
                () -> {
                  for (int i = 0; i < rounds; i++) {
                    offer(queue, ByteBuffer.wrap(filled(1000, i)));
                  }
                }));
      }
      writers.add(
          startAction(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  ends.near().write(filled(1000, i));
                }
              }));
      for (int i = 0; i < 3 * rounds; i++) {
        byte[] block = new byte[1000];
        ends.far().readFully(ByteBuffer.wrap(block));
        assertThat(block).isEqualTo(filled(1000, block[0]));
      }
      writers.forEach(Task::result);
    }
  }

  @Test
  default void aFullQueueRefusesAndTakesNothing() throws Exception {
    Returned returned = new Returned();
    try (var ends = openForQueues();
        var queue = stalledQueue(ends.near())) {
      ByteBuffer source = ByteBuffer.allocate(10).position(3);
      assertThat(queue.offer(source)).isFalse();
      assertThat(queue.offer(source, returned)).isFalse();
      assertThat(source.position()).isEqualTo(3);
      assertThat(queue.queuedBytes()).isEqualTo(queue.capacityBytes());
      assertThat(queue.awaitRoom(1, Deadline.after(Duration.ZERO))).isFalse();
      skip(ends.far(), moreThanBuffers());
      assertThat(queue.awaitRoom(7, Deadline.NONE)).isTrue();
      assertThat(queue.offer(source)).isTrue();
      ends.far().readFully(ByteBuffer.allocate(7));
    }
    assertThat(returned.buffers()).isEmpty();
  }

  @Test
  default void roomIsToldToWhoWasRefused() throws Exception {
    Told told = new Told();
    try (var ends = openForQueues();
        var queue = stalledQueue(ends.near(), told, _ -> {})) {
      var waiter = start(() -> queue.awaitRoom(100, Deadline.NONE)).awaitParked();
      assertThat(queue.offer(ByteBuffer.allocate(1))).isFalse();
      assertThat(queue.offer(ByteBuffer.allocate(1))).isFalse();
      skip(ends.far(), moreThanBuffers());
      assertThat(waiter.result()).isTrue();
      Await.until("room is told", () -> !told.rooms().isEmpty());
      assertThat(queue.offer(ByteBuffer.allocate(1))).isTrue();
      assertThat(queue.flush(Deadline.NONE)).isTrue();
      assertThat(told.rooms()).containsExactly(queue);
      assertThat(told.failures()).isEmpty();
    }
  }

  @Test
  default void emptyOffersAreAcceptedAndNothingIsWritten() throws Exception {
    Returned returned = new Returned();
    try (var ends = openForQueues();
        var queue = stalledQueue(ends.near())) {
      ByteBuffer empty = ByteBuffer.allocate(0);
      assertThat(queue.offer(empty)).isTrue();
      assertThat(queue.offer(empty, returned)).isTrue();
      assertThat(returned.buffers()).hasSize(1);
      assertThat(queue.queuedBytes()).isEqualTo(queue.capacityBytes());
    }
  }
}
