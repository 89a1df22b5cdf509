// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;

/** Threads of the platform block the same way as virtual threads park. */
public interface StreamPlatformThreads extends StreamRow {
  private static <T> Task<T> startPlatform(Callable<T> call) {
    return Task.start(Thread.ofPlatform().daemon().factory(), call);
  }

  private static Task<Integer> startPlatformRead(StreamEnd end) {
    return startPlatform(() -> end.read(ByteBuffer.allocate(1)));
  }

  @Test
  default void platformThreadsTalkToVirtualThreads() throws Exception {
    try (var ends = open()) {
      var echo =
          startPlatform(
              () -> {
                for (int i = 0; i < 500; i++) {
                  ends.far().writeByte(ends.far().readByte());
                }
                return null;
              });
      for (int i = 0; i < 500; i++) {
        ends.near().writeByte(i);
        assertThat(ends.near().readByte()).isEqualTo((byte) i);
      }
      echo.result();
    }
  }

  @Test
  default void twoPlatformThreadsMoveMoreThanTheBuffersHold() throws Exception {
    try (var ends = open()) {
      var writer = startPlatform(() -> ends.near().write(tooMuch()));
      var reader = startPlatform(() -> drain(ends.far()));
      assertThat(writer.result()).isEqualTo(MORE_THAN_BUFFERS);
      ends.near().close();
      assertThat(reader.result()).isEqualTo(MORE_THAN_BUFFERS);
    }
  }

  @Test
  default void aDeadlineEndsTheReadOfAPlatformThread() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      Deadline deadline = Deadline.after(Duration.ofMillis(20));
      ends.near().readDeadline(deadline);
      assertFailed(startPlatformRead(ends.near()).failure(), ends.near(), Failure.TIMED_OUT, 0);
      assertThat(deadline.hasPassed()).as("not early").isTrue();
    }
  }

  @Test
  default void anInterruptEndsTheReadOfAPlatformThread() throws Exception {
    assumeHas(Feature.INTERRUPT_POLICIES);
    try (var ends = open()) {
      var reader = startPlatformRead(ends.near()).awaitParked();
      reader.interrupt();
      assertFailed(reader.failure(), ends.near(), Failure.INTERRUPTED, 0);
      assertThat(reader.endedInterrupted()).isTrue();
      assertRoundTrip(ends);
    }
  }

  @Test
  default void closeWakesPlatformThreads() throws Exception {
    assumeHas(Feature.VISIBLE_PLATFORM_WAITS);
    try (var ends = open()) {
      ByteBuffer source = tooMuch();
      var reader = startPlatformRead(ends.near()).awaitParked();
      var writer = startPlatform(() -> ends.near().write(source)).awaitParked();
      ends.near().close();
      assertFailed(reader.failure(), ends.near(), Failure.CLOSED_WHILE_WAITING, 0);
      assertFailed(writer.failure(), ends.near(), Failure.CLOSED_WHILE_WAITING, source.position());
    }
  }

  @Test
  default void platformAndVirtualThreadsShareOneQueue() throws Exception {
    assumeHas(Feature.FIFO_QUEUES);
    try (var ends = open()) {
      var platform = startPlatform(ends.near()::readByte).awaitParked();
      var virtual = start(ends.near()::readByte).awaitParked();
      ends.far().write(new byte[] {1, 2});
      assertThat(platform.result()).isEqualTo((byte) 1);
      assertThat(virtual.result()).isEqualTo((byte) 2);
    }
  }
}
