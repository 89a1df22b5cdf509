// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.packetloom.Cancellation;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.event.WriteQueue;

/** How waits for a write queue end, and how the queue does. */
public interface StreamWriteQueueEnds extends WriteQueueRow {
  // ---- waits

  @Test
  default void flushEndsAtItsDeadlineAndCanBeRepeated() throws Exception {
    try (var ends = openForQueues();
        var queue = stalledQueue(ends.near())) {
      Deadline deadline = Deadline.after(Duration.ofMillis(10));
      assertThat(queue.flush(deadline)).isFalse();
      assertThat(deadline.hasPassed()).as("not early").isTrue();
      var flush = start(() -> queue.flush(Deadline.after(Await.LIMIT))).awaitParked();
      skip(ends.far(), moreThanBuffers());
      assertThat(flush.result()).isTrue();
    }
  }

  @Test
  default void flushObeysTheAmbientDeadline() throws Exception {
    try (var ends = openForQueues();
        var queue = stalledQueue(ends.near())) {
      Deadline deadline = Deadline.after(Duration.ofMillis(10));
      var flush = start(() -> deadline.call(() -> queue.flush(Deadline.NONE)));
      assertFailed(flush.failure(), ends.near(), Failure.TIMED_OUT, 0);
      assertThat(deadline.hasPassed()).as("not early").isTrue();
    }
  }

  @Test
  default void anInterruptEndsAWaitAndNothingElse() throws Exception {
    try (var ends = openForQueues();
        var queue = stalledQueue(ends.near())) {
      var flush = start(() -> queue.flush(Deadline.NONE)).awaitParked();
      var room = start(() -> queue.awaitRoom(1, Deadline.NONE)).awaitParked();
      flush.interrupt();
      room.interrupt();
      assertFailed(flush.failure(), ends.near(), Failure.INTERRUPTED, 0);
      assertFailed(room.failure(), ends.near(), Failure.INTERRUPTED, 0);
      assertThat(flush.endedInterrupted()).isTrue();
      skip(ends.far(), moreThanBuffers());
      assertThat(queue.flush(Deadline.NONE)).isTrue();
    }
  }

  @Test
  default void anInterruptIsDeferredUnderThatPolicy() throws Exception {
    try (var ends = openForQueues();
        var queue = stalledQueue(ends.near())) {
      ends.near().interruptPolicy(InterruptPolicy.DEFER);
      var flush = start(() -> queue.flush(Deadline.NONE)).awaitParked();
      flush.interrupt();
      skip(ends.far(), moreThanBuffers());
      assertThat(flush.result()).isTrue();
      assertThat(flush.endedInterrupted()).isTrue();
    }
  }

  @Test
  default void anInterruptOfAFlushClosesUnderThatPolicy() throws Exception {
    try (var ends = openForQueues();
        var queue = stalledQueue(ends.near())) {
      ends.near().interruptPolicy(InterruptPolicy.CLOSE);
      var flush = start(() -> queue.flush(Deadline.NONE)).awaitParked();
      flush.interrupt();
      assertFailed(flush.failure(), ends.near(), Failure.CLOSED_BY_INTERRUPT, 0);
      assertThat(ends.near().isOpen()).isFalse();
    }
  }

  @Test
  default void anInterruptOfAFlushIsARequestUnderACancellation() throws Exception {
    try (var ends = openForQueues();
        var queue = stalledQueue(ends.near())) {
      var flush =
          start(
              () ->
                  Cancellation.onInterrupt(
                      () -> skip(ends.far(), moreThanBuffers()), () -> queue.flush(Deadline.NONE)));
      flush.awaitParked().interrupt();
      assertThat(flush.result()).isTrue();
      assertThat(flush.endedInterrupted()).isTrue();
    }
  }

  @Test
  default void closingTheQueueEndsWaits() throws Exception {
    try (var ends = openForQueues()) {
      WriteQueue queue = stalledQueue(ends.near());
      var flush = start(() -> queue.flush(Deadline.NONE)).awaitParked();
      var room = start(() -> queue.awaitRoom(1, Deadline.NONE)).awaitParked();
      assertThat(queue.offer(ByteBuffer.allocate(0))).isTrue();
      queue.close();
      assertFailed(flush.failure(), ends.near(), Failure.CLOSED_WHILE_WAITING, 0);
      assertFailed(room.failure(), ends.near(), Failure.CLOSED_WHILE_WAITING, 0);
      assertThat(ends.near().isOpen()).isTrue();
    }
  }

  @Test
  default void waitsOfTheThreadThatWritesAreRejected() throws Exception {
    try (var ends = openForQueues();
        var queue = queue(ends.near())) {
      Throwable[] thrown = new Throwable[1];
      ByteBuffer lent = ByteBuffer.allocate(1);
      assertThat(
              queue.offer(
                  lent,
                  _ -> {
                    try {
                      queue.flush(Deadline.NONE);
                    } catch (Exception e) {
                      thrown[0] = e;
                    }
                  }))
          .isTrue();
      assertThat(queue.flush(Deadline.NONE)).isTrue();
      assertThat(thrown[0]).isInstanceOf(IllegalStateException.class).hasMessageContaining("flush");
    }
  }

  // ---- failures

  @Test
  default void closingTheConnectorFailsTheQueue() throws Exception {
    Told told = new Told();
    Returned returned = new Returned();
    try (var ends = openForQueues();
        var queue = stalledQueue(ends.near(), told, returned)) {
      var flush = start(() -> queue.flush(Deadline.NONE)).awaitParked();
      Await.until("it writes", connector(ends.near())::isAwaitingOutput);
      ends.near().close();
      assertThat(flush.failure()).isInstanceOf(ends.near().type(Failure.CLOSED_WHILE_WAITING));
      assertThat(returned.buffers()).hasSize(1);
      assertThat(told.failures()).containsExactly((IOException) flush.failure());
      assertThat(queue.queuedBytes()).isZero();
      assertThat(queue.writtenBytes()).isEqualTo(returned.buffers().getFirst().position());
      assertFailedWith(queue, (IOException) flush.failure());
    }
    assertThat(returned.buffers()).hasSize(1);
  }

  /** Checks that every call throws what failed a queue. */
  private static void assertFailedWith(WriteQueue queue, IOException failure) {
    assertThatThrownBy(() -> queue.offer(ByteBuffer.allocate(1))).isSameAs(failure);
    assertThatThrownBy(() -> queue.offer(ByteBuffer.allocate(1), _ -> {})).isSameAs(failure);
    assertThatThrownBy(() -> queue.flush(Deadline.NONE)).isSameAs(failure);
    assertThatThrownBy(() -> queue.awaitRoom(1, Deadline.NONE)).isSameAs(failure);
    assertThatThrownBy(() -> queue.close(Deadline.NONE)).isSameAs(failure);
  }

  @Test
  default void aPeerThatIsGoneFailsTheQueueAndLeavesTheConnectorOpen() throws Exception {
    Told told = new Told();
    Returned returned = new Returned();
    try (var ends = openForQueues();
        var queue = stalledQueue(ends.near(), told, returned)) {
      Await.until("it writes", connector(ends.near())::isAwaitingOutput);
      ends.far().close();
      Await.until("failure is told", () -> !told.failures().isEmpty());
      assertThat(returned.buffers()).as("given back before").hasSize(1);
      assertThat(told.failures().getFirst())
          .isInstanceOfAny(ends.near().type(Failure.BROKEN_PIPE), ends.near().type(Failure.RESET));
      assertFailedWith(queue, told.failures().getFirst());
      assertThat(ends.near().isOpen()).isTrue();
      assertThat(told.failures()).hasSize(1);
    }
  }

  @Test
  default void theWriteTimeoutOfTheConnectorFailsTheQueue() throws Exception {
    Told told = new Told();
    try (var ends = openForQueues()) {
      ends.near().writeTimeout(Duration.ofMillis(10));
      try (var queue = stalledQueue(ends.near(), told, _ -> {})) {
        assertThatThrownBy(() -> queue.flush(Deadline.NONE))
            .isInstanceOf(ConnectorTimeoutException.class)
            .hasMessageStartingWith("write ");
        Await.until("it is told", () -> told.failures().size() == 1);
      }
    }
  }

  // ---- close

  @Test
  default void closeDropsWhatIsQueuedAndGivesItBack() throws Exception {
    Returned begun = new Returned();
    Returned queued = new Returned();
    Told told = new Told();
    try (var ends = openForQueues()) {
      WriteQueue queue = connector(ends.near()).writeQueue(2L * moreThanBuffers(), told);
      assertThat(queue.offer(zeros(), begun)).isTrue();
      Await.until("it writes", connector(ends.near())::isAwaitingOutput);
      assertThat(queue.offer(ByteBuffer.allocate(10), queued)).isTrue();
      assertThat(queue.offer(ByteBuffer.allocate(10))).isTrue();
      queue.close();
      assertThat(queued.buffers()).hasSize(1);
      assertThat(queued.buffers().getFirst().position()).isZero();
      assertThat(begun.buffers()).as("being written").isEmpty();
      skip(ends.far(), moreThanBuffers());
      Await.until("the last write ends", () -> !begun.buffers().isEmpty());
      assertThat(queue.writtenBytes()).isLessThanOrEqualTo(moreThanBuffers());
      assertThat(queue.close(Deadline.NONE)).as("dropped something").isFalse();
      assertRoundTrip(ends);
    }
    assertThat(told.failures()).isEmpty();
  }

  @Test
  default void aGentleCloseWritesWhatIsQueued() throws Exception {
    try (var ends = openForQueues()) {
      WriteQueue queue = stalledQueue(ends.near());
      var close = start(() -> queue.close(Deadline.NONE)).awaitParked();
      assertThatThrownBy(() -> queue.offer(ByteBuffer.allocate(1)))
          .isInstanceOf(ConnectorClosedException.class);
      skip(ends.far(), moreThanBuffers());
      assertThat(close.result()).isTrue();
      assertThat(queue.close(Deadline.NONE)).isTrue();
      assertRoundTrip(ends);
    }
  }

  @Test
  default void aGentleCloseEndsAtItsDeadline() throws Exception {
    try (var ends = openForQueues()) {
      WriteQueue queue = stalledQueue(ends.near());
      assertThat(queue.close(Deadline.after(Duration.ofMillis(10)))).isFalse();
      assertThatThrownBy(() -> queue.flush(Deadline.NONE))
          .isInstanceOf(ConnectorClosedException.class);
    }
  }

  @Test
  default void useAfterCloseIsRejectedByName() throws Exception {
    Returned returned = new Returned();
    try (var ends = openForQueues()) {
      WriteQueue queue = queue(ends.near());
      queue.close();
      queue.close();
      assertThatThrownBy(() -> queue.offer(ByteBuffer.allocate(1)))
          .isInstanceOf(ConnectorClosedException.class)
          .hasMessageContaining("write queue closed");
      assertThatThrownBy(() -> queue.offer(ByteBuffer.allocate(1), returned))
          .isInstanceOf(ConnectorClosedException.class);
      assertThatThrownBy(() -> queue.flush(Deadline.NONE))
          .isInstanceOf(ConnectorClosedException.class);
      assertThatThrownBy(() -> queue.awaitRoom(1, Deadline.NONE))
          .isInstanceOf(ConnectorClosedException.class);
      assertRoundTrip(ends);
    }
    assertThat(returned.buffers()).isEmpty();
  }

  @Test
  default void anOfferToAClosedConnectorIsRejectedByName() throws Exception {
    Told told = new Told();
    try (var ends = openForQueues();
        var queue = connector(ends.near()).writeQueue(CAPACITY, told)) {
      ends.near().close();
      assertThatThrownBy(() -> queue.offer(ByteBuffer.allocate(1)))
          .isInstanceOf(ConnectorClosedException.class)
          .hasMessageStartingWith("offer ");
      assertThat(told.failures()).as("nothing accepted was lost").isEmpty();
    }
  }

  @Test
  default void badSizesAreRejectedByName() throws Exception {
    try (var ends = openForQueues()) {
      var near = connector(ends.near());
      assertThatThrownBy(() -> near.writeQueue(-1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("-1");
      assertThatThrownBy(() -> near.writeQueue(0)).isInstanceOf(IllegalArgumentException.class);
      try (var queue = near.writeQueue(10)) {
        ByteBuffer source = ByteBuffer.allocate(11);
        assertThatThrownBy(() -> queue.offer(source))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("11")
            .hasMessageContaining("10");
        assertThatThrownBy(() -> queue.offer(source, _ -> {}))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> queue.awaitRoom(11, Deadline.NONE))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> queue.awaitRoom(-1, Deadline.NONE))
            .isInstanceOf(IllegalArgumentException.class);
        assertThat(queue.offer(source.position(1), _ -> {})).isTrue();
        ends.far().readFully(ByteBuffer.allocate(10));
      }
    }
  }
}
