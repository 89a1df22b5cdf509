// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;

/** What an interrupt does to readers and writers under each policy. */
public interface StreamInterrupts extends StreamRow {
  /** Opens two ends whose near one has the policy. */
  private Ends open(InterruptPolicy policy) throws Exception {
    if (policy != InterruptPolicy.CLOSE) {
      assumeHas(Feature.INTERRUPT_POLICIES);
    }
    Ends ends = open();
    ends.near().interruptPolicy(policy);
    return ends;
  }

  /** Reads exactly what a torn write left on the way. */
  private static void readExactly(StreamEnd end, int count) throws Exception {
    end.readFully(ByteBuffer.allocate(count));
  }

  @Test
  default void anInterruptEndsAReadAndLeavesTheStreamOpen() throws Exception {
    try (var ends = open(InterruptPolicy.KEEP_OPEN)) {
      for (int i = 0; i < 3; i++) {
        ByteBuffer buffer = ByteBuffer.allocate(10);
        var reader = startBlockedRead(ends.near(), buffer);
        reader.interrupt();
        assertFailed(reader.failure(), ends.near(), Failure.INTERRUPTED, 0);
        assertThat(reader.endedInterrupted()).isTrue();
        assertThat(buffer.position()).isZero();
        assertThat(ends.near().isOpen()).isTrue();
        assertRoundTrip(ends);
      }
    }
  }

  @Test
  default void keepOpenIsThePolicyToStartWith() throws Exception {
    assumeHas(Feature.INTERRUPT_POLICIES);
    try (var ends = open()) {
      var reader = startBlockedRead(ends.near(), ByteBuffer.allocate(1));
      reader.interrupt();
      assertFailed(reader.failure(), ends.near(), Failure.INTERRUPTED, 0);
      assertRoundTrip(ends);
    }
  }

  @Test
  default void anInterruptEndsAWriteThatTellsWhatItTook() throws Exception {
    try (var ends = open(InterruptPolicy.KEEP_OPEN)) {
      ByteBuffer source = tooMuch();
      var writer = startBlockedWrite(ends.near(), source);
      writer.interrupt();
      assertFailed(writer.failure(), ends.near(), Failure.INTERRUPTED, source.position());
      assertThat(writer.endedInterrupted()).isTrue();
      readExactly(ends.far(), source.position());
      assertRoundTrip(ends);
    }
  }

  @Test
  default void anInterruptedReadFullyCanBeContinued() throws Exception {
    try (var ends = open(InterruptPolicy.KEEP_OPEN)) {
      ends.far().write(new byte[] {1, 2, 3});
      ByteBuffer buffer = ByteBuffer.allocate(5);
      var reader = startAction(() -> ends.near().readFully(buffer)).awaitParked();
      reader.interrupt();
      assertFailed(reader.failure(), ends.near(), Failure.INTERRUPTED, 3);
      ends.far().write(new byte[] {4, 5});
      ends.near().readFully(buffer);
      assertThat(buffer.array()).containsExactly(1, 2, 3, 4, 5);
    }
  }

  @Test
  default void anInterruptBeforeTheCallEndsItWhenItHasToWait() throws Exception {
    try (var ends = open(InterruptPolicy.KEEP_OPEN)) {
      var reader =
          start(
              () -> {
                Thread.currentThread().interrupt();
                return ends.near().read(ByteBuffer.allocate(1));
              });
      assertFailed(reader.failure(), ends.near(), Failure.INTERRUPTED, 0);
      assertThat(reader.endedInterrupted()).isTrue();
      assertRoundTrip(ends);
    }
  }

  @Test
  default void anInterruptDoesNotMatterToCallsThatNeedNotWait() throws Exception {
    assumeHas(Feature.INTERRUPT_ONLY_WAITS);
    for (InterruptPolicy policy : InterruptPolicy.values()) {
      try (var ends = open(policy)) {
        ends.far().writeByte(1);
        var task =
            start(
                () -> {
                  Thread.currentThread().interrupt();
                  return ends.near().write(ByteBuffer.allocate(1))
                      + ends.near().read(ByteBuffer.allocate(1));
                });
        assertThat(task.result()).isEqualTo(2);
        assertThat(task.endedInterrupted()).isTrue();
        assertThat(ends.near().isOpen()).isTrue();
      }
    }
  }

  @Test
  default void anInterruptOfAReadCloses() throws Exception {
    try (var ends = open(InterruptPolicy.CLOSE)) {
      var reader = startBlockedRead(ends.near(), ByteBuffer.allocate(1));
      reader.interrupt();
      assertFailed(reader.failure(), ends.near(), Failure.CLOSED_BY_INTERRUPT, 0);
      assertThat(reader.endedInterrupted()).isTrue();
      assertThat(ends.near().isOpen()).isFalse();
      assertThat(ends.far().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  default void anInterruptOfAWriteCloses() throws Exception {
    try (var ends = open(InterruptPolicy.CLOSE)) {
      ByteBuffer source = tooMuch();
      var writer = startBlockedWrite(ends.near(), source);
      writer.interrupt();
      assertFailed(writer.failure(), ends.near(), Failure.CLOSED_BY_INTERRUPT, source.position());
      assertThat(writer.endedInterrupted()).isTrue();
      assertThat(ends.near().isOpen()).isFalse();
      assertThat(drain(ends.far())).isEqualTo(source.position());
    }
  }

  @Test
  default void anInterruptBeforeTheCallClosesWhenItHasToWait() throws Exception {
    try (var ends = open(InterruptPolicy.CLOSE)) {
      var reader =
          start(
              () -> {
                Thread.currentThread().interrupt();
                return ends.near().read(ByteBuffer.allocate(1));
              });
      assertFailed(reader.failure(), ends.near(), Failure.CLOSED_BY_INTERRUPT, 0);
      assertThat(reader.endedInterrupted()).isTrue();
      assertThat(ends.near().isOpen()).isFalse();
    }
  }

  @Test
  default void anInterruptThatClosesWakesTheOtherDirection() throws Exception {
    try (var ends = open(InterruptPolicy.CLOSE)) {
      ByteBuffer source = tooMuch();
      var reader = startBlockedRead(ends.near(), ByteBuffer.allocate(1));
      var writer = startBlockedWrite(ends.near(), source);
      reader.interrupt();
      assertFailed(writer.failure(), ends.near(), Failure.CLOSED_WHILE_WAITING, source.position());
      assertThat(writer.endedInterrupted()).isFalse();
    }
  }

  @Test
  default void aDeferredInterruptLetsAReadGoOn() throws Exception {
    try (var ends = open(InterruptPolicy.DEFER)) {
      var reader = startBlockedRead(ends.near(), ByteBuffer.allocate(1));
      reader.interrupt();
      reader.interrupt();
      ends.far().writeByte(1);
      assertThat(reader.result()).isEqualTo(1);
      assertThat(reader.endedInterrupted()).isTrue();
      assertRoundTrip(ends);
    }
  }

  @Test
  default void aDeferredInterruptLetsAWriteGoOn() throws Exception {
    try (var ends = open(InterruptPolicy.DEFER)) {
      var writer = startBlockedWrite(ends.near(), tooMuch());
      writer.interrupt();
      readExactly(ends.far(), MORE_THAN_BUFFERS);
      assertThat(writer.result()).isEqualTo(MORE_THAN_BUFFERS);
      assertThat(writer.endedInterrupted()).isTrue();
      assertRoundTrip(ends);
    }
  }

  @Test
  default void aDeferredInterruptBeforeTheCallLetsItWait() throws Exception {
    try (var ends = open(InterruptPolicy.DEFER)) {
      var reader =
          start(
                  () -> {
                    Thread.currentThread().interrupt();
                    return ends.near().read(ByteBuffer.allocate(1));
                  })
              .awaitParked();
      ends.far().writeByte(1);
      assertThat(reader.result()).isEqualTo(1);
      assertThat(reader.endedInterrupted()).isTrue();
    }
  }

  @Test
  default void aDeferredInterruptLeavesDeadlinesAndCloseInForce() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open(InterruptPolicy.DEFER)) {
      var timed = startBlockedRead(ends.near(), ByteBuffer.allocate(1));
      timed.interrupt();
      ends.near().readDeadline(Deadline.after(Duration.ZERO));
      assertFailed(timed.failure(), ends.near(), Failure.TIMED_OUT, 0);
      assertThat(timed.endedInterrupted()).isTrue();
      ends.near().readDeadline(Deadline.NONE);
      var closed = startBlockedRead(ends.near(), ByteBuffer.allocate(1));
      closed.interrupt();
      ends.near().close();
      assertFailed(closed.failure(), ends.near(), Failure.CLOSED_WHILE_WAITING, 0);
      assertThat(closed.endedInterrupted()).isTrue();
    }
  }

  @Test
  default void aNewPolicyHoldsForThreadsThatWaitAlready() throws Exception {
    try (var ends = open(InterruptPolicy.KEEP_OPEN)) {
      var reader = startBlockedRead(ends.near(), ByteBuffer.allocate(1));
      ends.near().interruptPolicy(InterruptPolicy.DEFER);
      reader.interrupt();
      ends.far().writeByte(1);
      assertThat(reader.result()).isEqualTo(1);
      assertThat(reader.endedInterrupted()).isTrue();
    }
  }
}
