// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.BrokenPipeException;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.StreamConnector;

/** Waiting for records, and for room for them. */
public interface SeqpacketWaits extends SeqpacketRow {
  @Test
  default void readsWaitForARecord() throws Exception {
    try (var pair = open()) {
      for (int i = 1; i <= 20; i++) {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        var reader = startBlockedRead(pair.second(), buffer);
        pair.first().write(record(i));
        assertThat(reader.result()).isEqualTo(i);
      }
    }
  }

  @Test
  default void readsEndAtTheirDeadline() throws Exception {
    try (var pair = open()) {
      Deadline deadline = Deadline.after(Duration.ofMillis(20));
      pair.second().readDeadline(deadline);
      assertThatThrownBy(() -> pair.second().read(ByteBuffer.allocate(10)))
          .isInstanceOf(ConnectorTimeoutException.class);
      assertThat(deadline.hasPassed()).as("not early").isTrue();
      pair.second().readDeadline(Deadline.NONE).readTimeout(Duration.ofMillis(10));
      assertThatThrownBy(() -> pair.second().read(ByteBuffer.allocate(10)))
          .isInstanceOf(ConnectorTimeoutException.class);
      pair.second().readTimeout(Duration.ZERO);
      assertTalk(pair);
    }
  }

  @Test
  default void interruptsAreAnsweredByPolicy() throws Exception {
    try (var pair = open()) {
      var kept = startBlockedRead(pair.second(), ByteBuffer.allocate(10));
      kept.interrupt();
      kept.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
      assertThat(kept.endedInterrupted()).isTrue();
      pair.second().interruptPolicy(InterruptPolicy.DEFER);
      var deferred = startBlockedRead(pair.second(), ByteBuffer.allocate(10));
      deferred.interrupt();
      pair.first().write(record(5));
      assertThat(deferred.result()).isEqualTo(5);
      assertThat(deferred.endedInterrupted()).isTrue();
      assertTalk(pair);
    }
  }

  @Test
  default void closeWakesReadersAndWriters() throws Exception {
    try (var pair = open()) {
      var reader = startBlockedRead(pair.first(), ByteBuffer.allocate(10));
      fill(pair.first());
      var writer = start(() -> pair.first().write(record(1000))).awaitParked();
      pair.first().close();
      reader.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
      writer.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
      assertThatThrownBy(() -> pair.first().read(ByteBuffer.allocate(10)))
          .isInstanceOf(ConnectorClosedException.class);
      assertThatThrownBy(() -> pair.first().write(new byte[1]))
          .isInstanceOf(ConnectorClosedException.class);
    }
  }

  @Test
  default void writesWaitForRoomAndAreWholeOrNotAtAll() throws Exception {
    try (var pair = open()) {
      int count = fill(pair.first());
      ByteBuffer late = ByteBuffer.wrap(record(1000));
      pair.first().writeDeadline(Deadline.after(Duration.ofMillis(20)));
      assertThatThrownBy(() -> pair.first().write(late))
          .isInstanceOf(ConnectorTimeoutException.class);
      assertThat(late.position()).isZero();
      pair.first().writeDeadline(Deadline.NONE);
      var writer = start(() -> pair.first().write(late)).awaitParked();
      for (int i = 0; i < count; i++) {
        assertThat(read(pair.second(), 1000)).hasSize(1000);
      }
      assertThat(read(pair.second(), 1000)).isEqualTo(record(1000));
      assertThat(writer.result()).isEqualTo(1000);
    }
  }

  @Test
  default void readersAreServedInOrderAndWholeRecords() throws Exception {
    try (var pair = open()) {
      List<Task<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        readers.add(startBlockedRead(pair.second(), ByteBuffer.allocate(100)));
      }
      for (int i = 1; i <= 5; i++) {
        pair.first().write(record(i));
      }
      for (int i = 0; i < 5; i++) {
        assertThat(readers.get(i).result()).isEqualTo(i + 1);
      }
    }
  }

  @Test
  default void aPeerThatIsGoneIsTold() throws Exception {
    try (var pair = open()) {
      pair.first().write(record(3));
      pair.first().close();
      assertThat(read(pair.second(), 3)).isEqualTo(record(3));
      assertThat(pair.second().read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThatThrownBy(() -> pair.second().write(new byte[1]))
          .isInstanceOf(BrokenPipeException.class);
    }
  }

  @Test
  default void shuttingInputDownEndsReads() throws Exception {
    try (var pair = open()) {
      var reader = startBlockedRead(pair.first(), ByteBuffer.allocate(10));
      pair.first().shutdownInput();
      assertThat(reader.result()).isEqualTo(-1);
      pair.first().write(record(2));
      assertThat(read(pair.second(), 2)).isEqualTo(record(2));
    }
  }

  @Test
  default void tryCallsNeverWait() throws Exception {
    try (var pair = open()) {
      ByteBuffer buffer = ByteBuffer.allocate(10);
      assertThat(pair.second().tryRead(buffer)).isZero();
      assertThat(pair.first().tryWrite(ByteBuffer.wrap(record(4)))).isEqualTo(4);
      Await.until("record", () -> tryRead(pair.second(), buffer) == 4);
      fill(pair.first());
      ByteBuffer full = ByteBuffer.wrap(record(1000));
      assertThat(pair.first().tryWrite(full)).isZero();
      assertThat(full.position()).isZero();
    }
  }

  private static int tryRead(StreamConnector end, ByteBuffer buffer) {
    try {
      return end.tryRead(buffer);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  default void nonBlockingCallsNeverWait() throws Exception {
    try (var pair = open("blocking=no")) {
      assertThat(pair.second().read(ByteBuffer.allocate(10))).isZero();
      fill(pair.first());
      ByteBuffer full = ByteBuffer.wrap(record(1000));
      assertThat(pair.first().write(full)).isZero();
      assertThat(full.position()).isZero();
      assertThat(read(pair.second(), 1000)).hasSize(1000);
    }
  }

  @Test
  default void itIsSeenWhoWaitsForWhom() throws Exception {
    try (var pair = open()) {
      assertThat(pair.second().isAwaitingInput()).isFalse();
      var reader = startBlockedRead(pair.second(), ByteBuffer.allocate(10));
      assertThat(pair.second().isAwaitingInput()).isTrue();
      pair.first().write(record(3));
      assertThat(reader.result()).isEqualTo(3);
      assertThat(pair.second().isAwaitingInput()).isFalse();
      fill(pair.first());
      assertThat(pair.first().isAwaitingOutput()).isFalse();
      var writer = start(() -> pair.first().write(record(1000))).awaitParked();
      assertThat(pair.first().isAwaitingOutput()).isTrue();
      pair.first().close();
      writer.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
    }
  }

  @Test
  default void nothingStaysOpen() throws Exception {
    assumeHas(Feature.DESCRIPTOR_FOLDER);
    open().close();
    int before = OpenDescriptors.count();
    for (int i = 0; i < Scale.rounds(100); i++) {
      try (var pair = open()) {
        pair.first().write(record(1));
        read(pair.second(), 1);
      }
    }
    assertThat(OpenDescriptors.count()).isLessThanOrEqualTo(before);
  }
}
