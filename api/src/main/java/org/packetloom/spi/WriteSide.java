// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.packetloom.BrokenPipeException;
import org.packetloom.ConnectionResetException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.FailureDetail;
import org.packetloom.NativeFailure;

/** The writing half of an {@link AbstractStream}: puts, waits, puts again, until all is put. */
final class WriteSide {
  private static final String WRITE = "write";
  private static final int END = -1;
  private static final int PIECE_BYTES = 1 << 16;

  private final AbstractStream stream;
  private final ParkPoint point;
  private final Turns turns;
  private final boolean isBlocking;

  /** Bytes written so far; written by the holder of the turn. */
  private final AtomicLong count = new AtomicLong();

  /** Never unset. */
  private volatile boolean isEnded;

  /** Whether the holder of the turn waits for room; written by it. */
  private volatile boolean isWaiting;

  WriteSide(AbstractStream stream, ParkPoint point, boolean isBlocking) {
    this.stream = stream;
    this.point = point;
    this.turns = new Turns(point);
    this.isBlocking = isBlocking;
  }

  Turns turns() {
    return turns;
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

  /** From now on writes fail. */
  void end() {
    isEnded = true;
    point.signal();
  }

  int write(ByteBuffer source) throws IOException {
    try (Turns.Waiting turn = turns.take(WRITE)) {
      return (int) writeAll(source, turn, 0);
    }
  }

  long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    try (Turns.Waiting turn = turns.take(WRITE)) {
      long moved = 0;
      for (int i = offset; i < offset + length; i++) {
        moved = writeAll(sources[i], turn, moved);
        if (sources[i].hasRemaining()) {
          break;
        }
      }
      return moved;
    }
  }

  /** Writes part of a file as one block, a piece at a time. */
  long sendFile(FileChannel file, long position, long length) throws IOException {
    if (position < 0 || length < 0) {
      throw new IllegalArgumentException("position " + position + ", count " + length);
    }
    try (Turns.Waiting turn = turns.take("send file")) {
      ByteBuffer piece = ByteBuffer.allocate((int) Math.min(length, PIECE_BYTES));
      long moved = 0;
      while (moved < length) {
        piece.clear().limit((int) Math.min(length - moved, piece.capacity()));
        if (file.read(piece, position + moved) <= 0) {
          break;
        }
        moved = writeAll(piece.flip(), turn, moved);
        if (piece.hasRemaining()) {
          break;
        }
      }
      return moved;
    }
  }

  /** Writes what fits now; 0 if nothing does, or another thread is writing. */
  int tryWrite(ByteBuffer source) throws IOException {
    stream.ensureOpen(WRITE);
    Optional<Turns.Turn> free = source.hasRemaining() ? turns.tryTake() : Optional.empty();
    if (free.isEmpty()) {
      return 0;
    }
    try (Turns.Turn _ = free.get()) {
      return put(source, 0, -1);
    } finally {
      tellIfLeft();
    }
  }

  private void tellIfLeft() {
    if (!stream.isFlushed()) {
      stream.leftBehind();
    }
  }

  /** The bytes moved with those before; less than all only if it must not wait. */
  private long writeAll(ByteBuffer source, Turns.Waiting turn, long before) throws IOException {
    try {
      return moveAll(source, turn, before);
    } finally {
      tellIfLeft();
    }
  }

  private long moveAll(ByteBuffer source, Turns.Waiting turn, long before) throws IOException {
    long moved = before;
    while (source.hasRemaining() || !stream.isFlushed()) {
      int n = put(source, moved, turn.call().elapsedNanos());
      moved += n;
      if (n > 0) {
        turn.call().progress();
      } else if (!source.hasRemaining() && stream.isFlushed()) {
        break;
      } else if (isBlocking) {
        awaitRoom(turn, moved);
      } else {
        break;
      }
    }
    return moved;
  }

  private void awaitRoom(Turns.Waiting turn, long moved) throws IOException {
    isWaiting = true;
    try {
      stream.awaitOutput(turn.call(), () -> isEnded || stream.isWritable(), moved);
    } finally {
      isWaiting = false;
    }
  }

  private int put(ByteBuffer source, long moved, long elapsed) throws IOException {
    int n = isEnded ? END : tryPut(source, moved, elapsed);
    if (n == END) {
      ensureOpen(elapsed, moved);
      throw new BrokenPipeException(
          new FailureDetail(WRITE, stream.toString(), "EPIPE", 0, elapsed, moved));
    }
    count.addAndGet(n);
    return n;
  }

  /** That the peer is gone, as the scheme tells, is told with what the whole call has moved. */
  private int tryPut(ByteBuffer source, long moved, long elapsed) throws IOException {
    try {
      return stream.put(source);
    } catch (ConnectionResetException e) {
      throw moved == 0 && elapsed < 0
          ? e
          : because(e, new ConnectionResetException(detail(e, elapsed, moved)));
    } catch (BrokenPipeException e) {
      throw moved == 0 && elapsed < 0
          ? e
          : because(e, new BrokenPipeException(detail(e, elapsed, moved)));
    }
  }

  private FailureDetail detail(NativeFailure failure, long elapsed, long moved) {
    return new FailureDetail(
        WRITE, stream.toString(), failure.errorName(), failure.errorNumber(), elapsed, moved);
  }

  private static IOException because(IOException cause, IOException told) {
    told.initCause(cause);
    return told;
  }

  /** Throws if the stream was closed under a call that has waited, or moved so many bytes. */
  private void ensureOpen(long elapsed, long moved) throws IOException {
    if (elapsed < 0 && moved == 0) {
      stream.ensureOpen(WRITE);
    } else if (!stream.isOpen()) {
      throw new ConnectorClosedWhileWaitingException(
          new FailureDetail(
              WRITE, stream.toString(), "closed by another thread", 0, elapsed, moved));
    }
  }
}
