// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;

/** Close from any thread wakes every wait, and is for good. */
public interface StreamClose extends StreamRow {
  @Test
  default void closeWakesAWaitingRead() throws Exception {
    try (var ends = open()) {
      ByteBuffer buffer = ByteBuffer.allocate(10);
      var reader = startBlockedRead(ends.near(), buffer);
      ends.near().close();
      assertFailed(reader.failure(), ends.near(), Failure.CLOSED_WHILE_WAITING, 0);
      assertThat(buffer.position()).isZero();
    }
  }

  @Test
  default void closeWakesAWaitingWriteThatTellsWhatItTook() throws Exception {
    try (var ends = open()) {
      ByteBuffer source = tooMuch();
      var writer = startBlockedWrite(ends.near(), source);
      ends.near().close();
      assertFailed(writer.failure(), ends.near(), Failure.CLOSED_WHILE_WAITING, source.position());
      assertThat(drain(ends.far())).isEqualTo(source.position());
    }
  }

  @Test
  default void closeWakesBothDirectionsAtOnce() throws Exception {
    try (var ends = open()) {
      ByteBuffer source = tooMuch();
      var reader = startBlockedRead(ends.near(), ByteBuffer.allocate(1));
      var writer = startBlockedWrite(ends.near(), source);
      ends.near().close();
      assertFailed(reader.failure(), ends.near(), Failure.CLOSED_WHILE_WAITING, 0);
      assertFailed(writer.failure(), ends.near(), Failure.CLOSED_WHILE_WAITING, source.position());
    }
  }

  @Test
  default void closeWakesAReadWithADeadline() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      ends.near().readDeadline(Deadline.after(Duration.ofHours(1)));
      var reader = startBlockedRead(ends.near(), ByteBuffer.allocate(1));
      ends.near().close();
      assertFailed(reader.failure(), ends.near(), Failure.CLOSED_WHILE_WAITING, 0);
    }
  }

  @Test
  default void everyCallAfterCloseFails() throws Exception {
    try (var ends = open()) {
      StreamEnd end = ends.near();
      end.close();
      ByteBuffer one = ByteBuffer.allocate(1);
      List<ThrowingCallable> calls =
          new ArrayList<>(
              List.of(
                  () -> end.read(one),
                  () -> end.read(new byte[1], 0, 1),
                  () -> end.readFully(one),
                  () -> end.read(new ByteBuffer[] {one}),
                  () -> end.write(one),
                  () -> end.write(new byte[1], 0, 1),
                  () -> end.write(new ByteBuffer[] {one}),
                  end::shutdownInput,
                  end::shutdownOutput));
      if (features().contains(Feature.TRY_CALLS)) {
        calls.add(() -> end.tryRead(one));
        calls.add(() -> end.tryWrite(one));
      }
      assertThat(end.isOpen()).isFalse();
      for (ThrowingCallable call : calls) {
        assertThat(catchThrowable(call)).isInstanceOf(end.type(Failure.CLOSED));
        assertThat(one.position()).isZero();
      }
    }
  }

  @Test
  default void closeTwiceDoesNothing() throws Exception {
    try (var ends = open()) {
      ends.near().close();
      ends.near().close();
      assertThat(ends.near().isOpen()).isFalse();
    }
  }

  @Test
  default void manyThreadsMayCloseAtOnce() throws Exception {
    try (var ends = open()) {
      var reader = startBlockedRead(ends.near(), ByteBuffer.allocate(1));
      List<Task<Void>> closers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        closers.add(startAction(ends.near()::close));
      }
      closers.forEach(Task::result);
      assertFailed(reader.failure(), ends.near(), Failure.CLOSED_WHILE_WAITING, 0);
    }
  }

  @Test
  default void closeWakesAllThatQueueInBothDirections() throws Exception {
    assumeHas(Feature.QUEUE_CONTRACT);
    try (var ends = open()) {
      List<Task<Integer>> readers = new ArrayList<>();
      List<Task<Integer>> writers = new ArrayList<>();
      ByteBuffer source = tooMuch();
      writers.add(startBlockedWrite(ends.near(), source));
      for (int i = 0; i < 10; i++) {
        readers.add(startBlockedRead(ends.near(), ByteBuffer.allocate(1)));
        writers.add(startBlockedWrite(ends.near(), ByteBuffer.allocate(1)));
      }
      ends.near().close();
      for (var reader : readers) {
        assertFailed(reader.failure(), ends.near(), Failure.CLOSED_WHILE_WAITING, 0);
      }
      assertFailed(
          writers.removeFirst().failure(),
          ends.near(),
          Failure.CLOSED_WHILE_WAITING,
          source.position());
      for (var writer : writers) {
        assertFailed(writer.failure(), ends.near(), Failure.CLOSED_WHILE_WAITING, 0);
      }
    }
  }

  @Test
  default void closeWakesAllReadersThatQueue() throws Exception {
    try (var ends = open()) {
      List<Task<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        readers.add(startBlockedRead(ends.near(), ByteBuffer.allocate(1)));
      }
      ends.near().close();
      for (var reader : readers) {
        // The specific type is a subtype of the general one on every row.
        reader.assertFailure().isInstanceOf(ClosedChannelException.class);
      }
    }
  }

  @Test
  default void closeThatRacesWithARoundTripEndsItInADefinedWay() throws Exception {
    int rounds = Scale.rounds(100);
    for (int i = 0; i < rounds; i++) {
      try (var ends = open()) {
        var reader = start(() -> ends.near().read(ByteBuffer.allocate(1)));
        var writer = startAction(() -> ends.far().writeByte(1));
        ends.near().close();
        writer.awaitEnd();
        if (reader.hasFailed()) {
          reader
              .assertFailure()
              .isInstanceOfAny(
                  ends.near().type(Failure.CLOSED), ends.near().type(Failure.CLOSED_WHILE_WAITING));
        }
      }
    }
  }
}
