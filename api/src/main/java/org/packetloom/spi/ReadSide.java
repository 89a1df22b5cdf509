// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.packetloom.FailureDetail;

/** The reading half of an {@link AbstractStream}: takes, waits, takes again. */
final class ReadSide {
  private static final String READ = "read";
  private static final String READ_FULLY = "read fully";
  private static final int END = -1;

  private final AbstractStream stream;
  private final ParkPoint point;
  private final Turns turns;
  private final boolean isBlocking;

  /** Bytes read so far; written by the holder of the turn. */
  private final AtomicLong count = new AtomicLong();

  /** Never unset. */
  private volatile boolean isEnded;

  /** Whether the holder of the turn waits for bytes; written by it. */
  private volatile boolean isWaiting;

  ReadSide(AbstractStream stream, ParkPoint point, boolean isBlocking) {
    this.stream = stream;
    this.point = point;
    this.turns = new Turns(point);
    this.isBlocking = isBlocking;
  }

  ParkPoint point() {
    return point;
  }

  long count() {
    return count.get();
  }

  boolean isWaiting() {
    return isWaiting;
  }

  /** From now on there is nothing but the end. */
  void end() {
    isEnded = true;
    point.signal();
  }

  int read(ByteBuffer destination) throws IOException {
    try (Turns.Waiting turn = turns.take(READ)) {
      return destination.hasRemaining() ? readSome(destination, turn, isBlocking, 0) : 0;
    }
  }

  long read(ByteBuffer[] destinations, int offset, int length) throws IOException {
    try (Turns.Waiting turn = turns.take(READ)) {
      long moved = 0;
      for (int i = offset; i < offset + length; i++) {
        if (destinations[i].hasRemaining()) {
          int n = readSome(destinations[i], turn, isBlocking && moved == 0, moved);
          if (n <= 0) {
            return moved == 0 ? n : moved;
          }
          moved += n;
        }
      }
      return moved;
    }
  }

  void readFully(ByteBuffer destination) throws IOException {
    try (Turns.Waiting turn = turns.take(READ_FULLY)) {
      int moved = 0;
      while (destination.hasRemaining()) {
        int n = readSome(destination, turn, true, moved);
        if (n == END) {
          throw ended(turn, moved, destination.remaining());
        }
        moved += n;
      }
    }
  }

  private EOFException ended(Turns.Waiting turn, int moved, int missing) {
    long elapsed = turn.call().elapsedNanos();
    FailureDetail detail =
        new FailureDetail(READ_FULLY, stream.toString(), "end of stream", 0, elapsed, moved);
    return new EOFException(detail.message() + " of " + (moved + missing));
  }

  /** Reads what is there; 0 if nothing is, or another thread is reading. */
  int tryRead(ByteBuffer destination) throws IOException {
    stream.ensureOpen(READ);
    Optional<Turns.Turn> free = destination.hasRemaining() ? turns.tryTake() : Optional.empty();
    if (free.isEmpty()) {
      return 0;
    }
    try (Turns.Turn _ = free.get()) {
      return take(destination);
    }
  }

  private int readSome(ByteBuffer destination, Turns.Waiting turn, boolean mayWait, long moved)
      throws IOException {
    int n = take(destination);
    while (n == 0 && mayWait) {
      isWaiting = true;
      try {
        turn.call().await(() -> isEnded || stream.isReadable(), moved);
      } finally {
        isWaiting = false;
      }
      n = take(destination);
    }
    return n;
  }

  private int take(ByteBuffer destination) throws IOException {
    int n = isEnded ? END : stream.take(destination);
    count.addAndGet(Math.max(0, n));
    return n;
  }
}
