// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.packetloom.FailureDetail;

/**
 * The reading half of an {@link AbstractStream}: takes, waits, takes again. Bytes that are {@link
 * Kept} come before any others.
 */
final class ReadSide {
  private static final String READ = "read";
  private static final String READ_FULLY = "read fully";
  private static final int END = -1;

  /** The least that is made room for when it is not known how much there is. */
  private static final int LEAST_ROOM = 1 << 10;

  private final AbstractStream stream;
  private final ParkPoint point;
  private final Turns turns;
  private final boolean isBlocking;
  private final Kept kept = new Kept();
  private final ReadAhead ahead;

  /**
   * A failure that was come upon by looking, for the read that comes to it; written under the turn.
   */
  private volatile @Nullable IOException pending;

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
    this.ahead = new ReadAhead(stream, this, kept);
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

  boolean isBlocking() {
    return isBlocking;
  }

  boolean isEnded() {
    return isEnded;
  }

  /** Whether a read gets somewhere now, as far as can be told; the turn need not be held. */
  boolean isReady() {
    return isEnded || kept.hasUnseen() || pending != null || stream.isReadable();
  }

  Turns turns() {
    return turns;
  }

  /** Whether reading was shut down, or the stream closed. */
  boolean isOver() {
    return isEnded || !stream.isOpen();
  }

  ReadAhead ahead() {
    return ahead;
  }

  /** Bytes that can be read without waiting. */
  int available() {
    return isEnded ? 0 : kept.count() + stream.available();
  }

  /** From now on there is nothing but the end. */
  void end() {
    isEnded = true;
    point.signal();
  }

  /** Takes the turn to read, not from within a consumer. */
  Turns.Waiting begin(String operation) throws IOException {
    ahead.ensureNotConsuming();
    return turns.take(operation);
  }

  /** Takes the turn to read if it is free. */
  Optional<Turns.Turn> tryTake() {
    return turns.tryTake();
  }

  int read(ByteBuffer destination) throws IOException {
    try (Turns.Waiting turn = begin(READ)) {
      return destination.hasRemaining() ? readSome(destination, turn, isBlocking, 0) : 0;
    }
  }

  long read(ByteBuffer[] destinations, int offset, int length) throws IOException {
    try (Turns.Waiting turn = begin(READ)) {
      long moved = 0;
      for (int i = offset; i < offset + length; i++) {
        if (destinations[i].hasRemaining()) {
          int n = readSome(destinations[i], turn, isBlocking && moved == 0, moved);
          if (n <= 0) {
            return moved == 0 ? n : moved;
          }
          moved += n;
          if (destinations[i].hasRemaining()) {
            return moved; // what comes later is not for the buffers that follow
          }
        }
      }
      return moved;
    }
  }

  void readFully(ByteBuffer destination) throws IOException {
    try (Turns.Waiting turn = begin(READ_FULLY)) {
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

  /** Reads some bytes under the turn, those that are kept first. */
  int readSome(ByteBuffer destination, Turns.Waiting turn, boolean mayWait, long moved)
      throws IOException {
    int n = take(destination);
    while (n == 0 && mayWait) {
      await(turn, moved);
      n = take(destination);
    }
    return n;
  }

  private void await(Turns.Waiting turn, long moved) throws IOException {
    isWaiting = true;
    try {
      stream.awaitInput(turn.call(), () -> isEnded || stream.isReadable(), moved);
    } finally {
      isWaiting = false;
    }
  }

  private int take(ByteBuffer destination) throws IOException {
    return isEnded || kept.isEmpty() ? takeFresh(destination) : kept.take(destination);
  }

  private int takeFresh(ByteBuffer destination) throws IOException {
    IOException known = pending;
    if (known != null) {
      pending = null;
      throw known;
    }
    int n = isEnded ? END : stream.take(destination);
    count.addAndGet(Math.max(0, n));
    return n;
  }

  // ---- looking ahead, all under the turn

  /** Takes bytes and keeps them behind the others, after waiting for the first if that is due. */
  int keepMore(int most, Turns.Waiting turn) throws IOException {
    int n = tryKeepMore(most);
    while (n == 0 && isBlocking) {
      await(turn, 0);
      n = tryKeepMore(most);
    }
    return n;
  }

  /** As {@link #keepMore} without waiting; a failure is kept as well. */
  int keepMoreNow(int most) {
    try {
      return tryKeepMore(most);
    } catch (IOException e) {
      pending = e;
      return 0;
    }
  }

  /** Takes what only an attempt finds, for whoever reads next; the turn is held. */
  void attempt() {
    if (!isReady() && stream.isWorthTaking()) {
      keepMoreNow(LEAST_ROOM);
    }
  }

  /** One attempt; no memory is held while there is nothing. */
  private int tryKeepMore(int most) throws IOException {
    if (!isEnded && pending == null && !stream.isWorthTaking()) {
      return 0;
    }
    int likely = Math.max(stream.available(), LEAST_ROOM);
    ByteBuffer fresh = ByteBuffer.allocate(Math.min(most, likely));
    int n = takeFresh(fresh);
    if (n > 0) {
      kept.putBehind(fresh.array(), n);
    }
    return n;
  }

  /** Whether more than the end or a failure may follow what is kept. */
  boolean mayHaveMore() {
    return keepMoreNow(1) != END && pending == null;
  }

  /** Checks that a buffer of the caller can take bytes. */
  static ByteBuffer ensureWritable(ByteBuffer destination) {
    if (destination.isReadOnly()) {
      throw new IllegalArgumentException("destination is read-only");
    }
    return destination;
  }
}
