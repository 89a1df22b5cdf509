// SPDX-License-Identifier: Apache-2.0
package org.packetloom.conformance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.packetloom.Deadline;
import org.packetloom.StreamConnector;
import org.packetloom.spi.ParkPoint;

/** What comes from a stream: a thread takes it as it comes, and callers when it is due. */
final class FaultyInput {
  private static final int CAPACITY = 1 << 16;
  private static final int PIECE = 1 << 14;
  private static final int END = -1;

  private final StreamConnector stream;
  private final FaultPlan plan; // guarded by bytesLock
  private final Ticker ticker;
  private final ParkPoint room;
  private final Runnable readable;

  private final ReentrantLock bytesLock = new ReentrantLock();
  private final LateBytes late; // guarded by bytesLock
  private int count; // bytes in late; guarded by bytesLock
  private Optional<IOException> failure = Optional.empty(); // guarded by bytesLock
  private boolean isOver; // nobody will take any more; guarded by bytesLock

  FaultyInput(
      StreamConnector stream, FaultPlan plan, Ticker ticker, ParkPoint room, Runnable readable) {
    this.stream = stream;
    this.plan = plan;
    this.ticker = ticker;
    this.room = room;
    this.readable = readable;
    this.late = new LateBytes(plan, ticker.nanoTime());
    if (plan.isStalled()) {
      ticker.at(plan.resumeAt(), readable);
    }
  }

  // ---- the thread that serves it

  void run() {
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    try {
      int moved = 0;
      while (moved != END && hasRoom()) {
        moved = stream.read(piece.clear());
        if (moved == 0) { // it was opened so as not to wait
          boolean unused = stream.awaitReadable(Deadline.NONE);
        } else {
          add(piece.flip(), moved == END);
        }
      }
    } catch (IOException e) {
      fail(e);
    } finally {
      room.close();
    }
  }

  /** Waits for room; false if nobody will take any more. */
  private boolean hasRoom() throws IOException {
    room.await(
        "fetch",
        () -> {
          bytesLock.lock();
          try {
            return isOver || count < CAPACITY;
          } finally {
            bytesLock.unlock();
          }
        });
    bytesLock.lock();
    try {
      return !isOver;
    } finally {
      bytesLock.unlock();
    }
  }

  private void add(ByteBuffer bytes, boolean isEnd) {
    ByteBuffer copy = ByteBuffer.allocate(isEnd ? 0 : bytes.remaining());
    copy.put(isEnd ? ByteBuffer.allocate(0) : bytes).flip();
    long arrival;
    bytesLock.lock();
    try {
      arrival = late.add(copy);
      count += copy.remaining();
    } finally {
      bytesLock.unlock();
    }
    ticker.at(arrival, readable);
  }

  /** A failure is told behind all bytes. */
  private void fail(IOException e) {
    long arrival;
    bytesLock.lock();
    try {
      failure = Optional.of(e);
      arrival = late.arrivalOf(0);
    } finally {
      bytesLock.unlock();
    }
    ticker.at(arrival, readable);
  }

  // ---- those who read

  /** Takes what has arrived and may pass; 0 for nothing now, −1 at the end. */
  int take(ByteBuffer destination) throws IOException {
    int moved;
    boolean isStalled;
    bytesLock.lock();
    try {
      long now = ticker.nanoTime(); // once: bytes that arrive meanwhile are for the next time
      int most = plan.admits(destination.remaining());
      moved = late.take(destination, most, now);
      count -= moved;
      isStalled = plan.passed(moved);
      if (moved == 0 && most > 0) {
        if (late.isDue(now)) {
          return END;
        }
        throwFailureIfDue(now);
      }
    } finally {
      bytesLock.unlock();
    }
    if (isStalled) {
      ticker.at(plan.resumeAt(), readable);
    }
    room.signal();
    return moved;
  }

  private void throwFailureIfDue(long now) throws IOException {
    if (isFailureDue(now)) {
      throw failure.get();
    }
  }

  private boolean isFailureDue(long now) {
    return failure.isPresent() && late.isOver(now);
  }

  /** Whether {@link #take} has something to tell, or the connection has come to its reset. */
  boolean isReady() {
    bytesLock.lock();
    try {
      long now = ticker.nanoTime();
      return plan.isReset() || (!plan.isStalled() && (late.isDue(now) || isFailureDue(now)));
    } finally {
      bytesLock.unlock();
    }
  }

  /** Bytes that have arrived. */
  int available() {
    bytesLock.lock();
    try {
      return plan.admits(late.due(ticker.nanoTime()));
    } finally {
      bytesLock.unlock();
    }
  }

  /** Whether the connection has come to its reset. */
  boolean isReset() {
    bytesLock.lock();
    try {
      return plan.isReset();
    } finally {
      bytesLock.unlock();
    }
  }

  /** Nobody will take any more; what has come is dropped. */
  void end() {
    bytesLock.lock();
    try {
      isOver = true;
      late.clear();
      count = 0;
    } finally {
      bytesLock.unlock();
    }
    room.signal();
  }
}
