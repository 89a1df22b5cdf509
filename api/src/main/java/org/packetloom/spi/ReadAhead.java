// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.packetloom.BufferConsumer;
import org.packetloom.Lookahead;

/**
 * Reads ahead of what is consumed: peek, unread, read until, lent reads.
 *
 * <p>A stream without descriptor has no buffer of the system to look into: what is looked at has to
 * be taken, and is kept for the reads that follow. Everything is guarded by the turn to read.
 */
final class ReadAhead {
  /** The most that one read takes in search of a delimiter, and so may have to keep. */
  private static final int CHUNK = 8 << 10;

  private static final int END = -1;
  private static final String PEEK = "peek";

  private final AbstractStream stream;
  private final ReadSide side;
  private final Kept kept;

  /** Who is consuming, null if nobody; another thread that looks finds somebody else. */
  private @Nullable Thread consuming;

  ReadAhead(AbstractStream stream, ReadSide side, Kept kept) {
    this.stream = stream;
    this.side = side;
    this.kept = kept;
  }

  /** Refuses a call that comes from within a consumer: it would wait for its own turn. */
  void ensureNotConsuming() {
    if (consuming == Thread.currentThread()) {
      throw new IllegalStateException("a consumer must not read from the connector it serves");
    }
  }

  int peek(ByteBuffer destination) throws IOException {
    if (!destination.hasRemaining()) {
      stream.ensureOpen(PEEK);
      return 0;
    }
    try (Turns.Waiting turn = side.begin(PEEK)) {
      int missing = Math.min(destination.remaining(), Lookahead.MOST_UNREAD) - kept.count();
      if (kept.isEmpty() && missing > 0) {
        int n = side.keepMore(missing, turn);
        if (n <= 0) {
          return n;
        }
      } else if (side.isEnded()) {
        return END;
      } else if (missing > 0) {
        int unused = side.keepMoreNow(missing); // those that are kept are told in any case
      }
      return kept.copyTo(destination);
    }
  }

  void unread(ByteBuffer source) throws IOException {
    try (Turns.Waiting _ = side.begin("unread")) {
      if (source.remaining() > Lookahead.MOST_UNREAD - kept.count()) {
        throw new BufferOverflowException();
      }
      kept.putBefore(source);
    }
  }

  int readUntil(byte delimiter, ByteBuffer destination) throws IOException {
    try (Turns.Waiting turn = side.begin("read until")) {
      int moved = 0;
      while (destination.hasRemaining()) {
        int start = destination.position();
        int n = readChunk(destination, turn, moved);
        if (n <= 0) {
          return moved == 0 ? n : moved;
        }
        int at = indexOf(delimiter, destination, start, start + n);
        if (at >= 0) {
          kept.putBefore(destination.slice(at + 1, start + n - (at + 1)));
          destination.position(at + 1);
          return moved + at + 1 - start;
        }
        moved += n;
      }
      return moved;
    }
  }

  private int readChunk(ByteBuffer destination, Turns.Waiting turn, int moved) throws IOException {
    int limit = destination.limit();
    destination.limit(Math.min(limit, destination.position() + CHUNK));
    try {
      return side.readSome(destination, turn, side.isBlocking(), moved);
    } finally {
      destination.limit(limit);
    }
  }

  private static int indexOf(byte delimiter, ByteBuffer bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes.get(i) == delimiter) {
        return i;
      }
    }
    return -1;
  }

  int receive(BufferConsumer consumer) throws IOException {
    try (Turns.Waiting turn = side.begin("receive")) {
      int room = Lookahead.MOST_UNREAD - kept.count();
      boolean isEnough = room == 0 || (!kept.isEmpty() && !kept.isLeft());
      if (!isEnough || side.isEnded()) {
        int n = side.keepMore(room, turn);
        if (n <= 0) {
          return n;
        }
      }
      return lend(consumer);
    }
  }

  private int lend(BufferConsumer consumer) throws IOException {
    ByteBuffer view = kept.view();
    boolean isDone = false;
    consuming = Thread.currentThread();
    try {
      consumer.accept(view);
      isDone = true;
      return view.position();
    } finally {
      consuming = null;
      kept.leaveAfter(view.position());
      if (!isDone) {
        kept.offerAgain(); // one that failed is lent the same again
      }
    }
  }

  /** Whether there may be more than an end or a failure to read. */
  boolean isAlive() {
    if (side.isOver()) {
      return false;
    }
    Optional<Turns.Turn> free = side.tryTake();
    if (free.isEmpty()) {
      return true; // whoever reads will see the end, and nobody else would
    }
    try (Turns.Turn _ = free.get()) {
      return !kept.isEmpty() || side.mayHaveMore();
    }
  }
}
