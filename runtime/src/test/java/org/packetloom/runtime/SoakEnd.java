// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.StreamConnector;
import org.packetloom.TransferFailure;

/** One end of a direction of a {@link Soak}: how far it is, and which bytes belong there. */
abstract class SoakEnd {
  static final int MOST = 100_000;

  private static final long STEP = 0x9e3779b97f4a7c15L;
  private static final int MOST_TIMEOUT_MICROS = 3_000;

  final StreamConnector stream;
  final Random random;

  private final long seed;
  private final long total;

  /** Bytes moved so far; written by the thread of this end. */
  private volatile long position;

  SoakEnd(StreamConnector stream, long seed, long total) {
    this.stream = stream;
    this.seed = seed;
    this.total = total;
    this.random = new Random(seed + getClass().getName().length());
  }

  final long position() {
    return position;
  }

  final boolean isDone() {
    return position == total;
  }

  /** Moves all bytes, whatever comes between. */
  final Void run() throws IOException {
    while (!isDone()) {
      step(nextSize());
    }
    finish();
    return null;
  }

  /** Small ones as often as large ones. */
  private int nextSize() {
    int most = 1 << random.nextInt(18);
    return (int) Math.min(1 + random.nextInt(Math.min(most, MOST)), total - position);
  }

  private void step(int size) throws IOException {
    boolean isTimed = random.nextInt(3) == 0;
    timeout(
        isTimed
            ? Duration.ofNanos(1_000L * (1 + random.nextInt(MOST_TIMEOUT_MICROS)))
            : Duration.ZERO);
    try {
      move(size);
    } catch (ConnectorTimeoutException | ConnectorInterruptedException e) {
      stopped((TransferFailure) e);
    }
    boolean unused = Thread.interrupted(); // meant for what is over
  }

  /** Sets the time that a call may wait. */
  abstract void timeout(Duration timeout);

  /** Moves some bytes, at most so many. */
  abstract void move(int size) throws IOException;

  /** A call ended early. */
  abstract void stopped(TransferFailure failure);

  /** All bytes were moved. */
  abstract void finish() throws IOException;

  /** So many more were moved. */
  final void advance(long count) {
    position += count;
  }

  /** Fills a buffer with the bytes that come next. */
  final void fill(ByteBuffer buffer) {
    long at = position;
    while (buffer.hasRemaining()) {
      buffer.put(at(at++));
    }
  }

  /** Compares what came with what had to come, from the start of a buffer to its position. */
  final void check(ByteBuffer buffer) {
    int count = buffer.position();
    for (int i = 0; i < count; i++) {
      byte expected = at(position + i);
      if (buffer.get(i) != expected) {
        throw new AssertionError(
            this + ": " + buffer.get(i) + " instead of " + expected + " at " + i + " of " + count);
      }
    }
    advance(count);
  }

  private byte at(long index) {
    long word = seed + (index >>> 3) * STEP;
    word = (word ^ word >>> 32) * STEP;
    return (byte) (word >>> ((index & 7) << 3));
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + " of " + stream + ": " + position + " of " + total;
  }
}
