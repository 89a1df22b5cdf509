// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import org.packetloom.suite.Feature;
import org.packetloom.suite.Row;
import org.packetloom.suite.Task;

/** What the rows of all suites of channels have. */
public interface ChannelRow extends Row {
  /** What makes the channels under test. */
  Channels channels();

  @Override
  default Set<Feature> features() {
    return Feature.ofThisProcess();
  }

  @Override
  default ThreadFactory threads() {
    return channels().threads();
  }

  /** Makes the channels under test. */
  default SelectorProvider provider() {
    return channels().provider();
  }

  /** Starts a call in a thread of the kind. */
  default <T> Task<T> startIn(ThreadKind kind, Callable<T> call) {
    return Task.start(
        kind == ThreadKind.VIRTUAL
            ? threads()
            : Thread.ofPlatform().daemon().name("test-platform-", 0).factory(),
        call);
  }

  /** Starts a call in a thread of the kind, and waits until it waits. */
  default <T> Task<T> startBlocked(ThreadKind kind, Callable<T> call) {
    return Blocked.await(startIn(kind, call), channels()::waitsNatively);
  }

  /** Runs a call in a thread of the kind whose interrupt flag is set before. */
  default <T> Task<T> startInterrupted(ThreadKind kind, Callable<T> call) {
    return startIn(
        kind,
        () -> {
          Thread.currentThread().interrupt();
          return call.call();
        });
  }

  /** Closes a channel in the middle of its life. */
  default void closeNow(Channel channel) throws IOException {
    channel.close();
  }

  /** Reads until the buffer is full or the stream ends. */
  default ByteBuffer readFully(ReadableByteChannel from, ByteBuffer into) throws Exception {
    while (into.hasRemaining() && from.read(into) >= 0) {
      Thread.onSpinWait();
    }
    return into;
  }

  /** Reads exactly that many bytes. */
  default byte[] readBytes(ReadableByteChannel from, int count) throws Exception {
    ByteBuffer bytes = readFully(from, ByteBuffer.allocate(count));
    assertThat(bytes.hasRemaining()).as("ended early").isFalse();
    return bytes.array();
  }

  /** Reads and drops until the end, and tells how many bytes there were. */
  default long drain(ReadableByteChannel from) throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    long count = 0;
    for (int n = from.read(bytes.clear()); n >= 0; n = from.read(bytes.clear())) {
      count += n;
    }
    return count;
  }

  /** Checks that a call fails since the channel was closed before. */
  default void assertClosedBefore(Callable<?> call) {
    assertThat(catchThrowable(call::call))
        .isInstanceOf(ClosedChannelException.class)
        .isNotInstanceOf(AsynchronousCloseException.class);
  }

  /** Checks that a call was ended by a close, not by an interrupt. */
  default void assertClosedMeanwhile(Task<?> task) {
    task.assertFailure()
        .isInstanceOf(AsynchronousCloseException.class)
        .isNotInstanceOf(ClosedByInterruptException.class);
    assertThat(task.endedInterrupted()).isFalse();
  }

  /** Checks that an interrupt ended the call and closed the channel. */
  default void assertClosedByInterrupt(Task<?> task, Channel channel) {
    task.assertFailure().isInstanceOf(ClosedByInterruptException.class);
    assertThat(task.endedInterrupted()).isTrue();
    assertThat(channel.isOpen()).isFalse();
  }
}
