// SPDX-License-Identifier: Apache-2.0
package org.packetloom.conformance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.packetloom.Deadline;
import org.packetloom.StreamConnector;
import org.packetloom.spi.ParkPoint;

/** What goes to a stream: callers put it, and a thread hands it over when it is due. */
final class FaultyOutput {
  private static final int CAPACITY = 1 << 16;
  private static final int END = -1;

  private final StreamConnector stream;
  private final FaultPlan plan; // guarded by bytesLock
  private final Ticker ticker;
  private final ParkPoint delivery;
  private final Runnable writable;

  private final ReentrantLock bytesLock = new ReentrantLock();
  private final LateBytes late; // guarded by bytesLock
  private int count; // bytes in late and in the hands of the thread; guarded by bytesLock
  private Optional<IOException> failure = Optional.empty(); // guarded by bytesLock
  private boolean isEnded; // nobody will put any more; guarded by bytesLock
  private boolean isClosed; // the stream is to be closed after that; guarded by bytesLock

  FaultyOutput(
      StreamConnector stream,
      FaultPlan plan,
      Ticker ticker,
      ParkPoint delivery,
      Runnable writable) {
    this.stream = stream;
    this.plan = plan;
    this.ticker = ticker;
    this.delivery = delivery;
    this.writable = writable;
    this.late = new LateBytes(plan, ticker.nanoTime());
    if (plan.isStalled()) {
      ticker.at(plan.resumeAt(), writable);
    }
  }

  // ---- the thread that serves it

  void run() {
    try {
      deliver();
    } catch (IOException e) {
      fail(e);
      awaitClose();
    } finally {
      delivery.close();
      closeStream();
    }
  }

  private void awaitClose() {
    try {
      delivery.await("close", this::isClosed);
    } catch (IOException toolkitIsClosed) {
      // and the stream with it
    }
  }

  private void closeStream() {
    try {
      stream.close();
    } catch (IOException e) {
      // whoever closed the stream with faults has been told that it is closed, and it is
    }
  }

  private boolean isClosed() {
    bytesLock.lock();
    try {
      return isClosed;
    } finally {
      bytesLock.unlock();
    }
  }

  /** Hands over until the stream is to be closed. */
  private void deliver() throws IOException {
    while (true) {
      delivery.await("deliver", this::hasWork);
      Optional<ByteBuffer> next = next();
      if (next.isEmpty()) {
        return;
      }
      if (next.get().hasRemaining()) {
        write(next.get());
      } else {
        StreamConnector unused = stream.shutdownOutput();
      }
    }
  }

  private boolean hasWork() {
    bytesLock.lock();
    try {
      return late.isEmpty() ? isClosed : late.isDue(ticker.nanoTime());
    } finally {
      bytesLock.unlock();
    }
  }

  /** What is due; empty if the stream is to be closed. */
  private Optional<ByteBuffer> next() {
    bytesLock.lock();
    try {
      return late.poll();
    } finally {
      bytesLock.unlock();
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    int size = bytes.remaining();
    while (bytes.hasRemaining()) {
      if (stream.write(bytes) == 0) { // it was opened so as not to wait
        boolean unused = stream.awaitWritable(Deadline.NONE);
      }
    }
    bytesLock.lock();
    try {
      count -= size;
    } finally {
      bytesLock.unlock();
    }
    writable.run();
  }

  /** From now on those who write are told. */
  private void fail(IOException e) {
    bytesLock.lock();
    try {
      failure = Optional.of(e);
    } finally {
      bytesLock.unlock();
    }
    writable.run();
  }

  // ---- those who write

  /** Puts what there is room for and may pass; 0 for nothing now, −1 if it has ended. */
  int put(ByteBuffer source) throws IOException {
    int moved;
    long arrival;
    boolean isStalled;
    bytesLock.lock();
    try {
      if (failure.isPresent()) {
        throw failure.get();
      }
      if (isEnded) {
        return END;
      }
      moved = plan.admits(Math.min(source.remaining(), CAPACITY - count));
      if (moved == 0) {
        return 0;
      }
      arrival = late.add(copy(source, moved));
      count += moved;
      isStalled = plan.passed(moved);
    } finally {
      bytesLock.unlock();
    }
    ticker.at(arrival, delivery::signal);
    if (isStalled) {
      ticker.at(plan.resumeAt(), writable);
    }
    return moved;
  }

  private static ByteBuffer copy(ByteBuffer source, int size) {
    ByteBuffer copy = ByteBuffer.allocate(size).put(0, source, source.position(), size);
    source.position(source.position() + size);
    return copy;
  }

  /** Whether {@link #put} has room or something to tell. */
  boolean isReady() {
    bytesLock.lock();
    try {
      boolean hasRoom = count < CAPACITY && !plan.isStalled();
      return hasRoom || isEnded || failure.isPresent() || plan.isReset();
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

  /** Nobody will put any more: the peer sees the end behind what was put. */
  void end() {
    long arrival;
    bytesLock.lock();
    try {
      if (isEnded) {
        return;
      }
      isEnded = true;
      arrival = late.add(ByteBuffer.allocate(0));
    } finally {
      bytesLock.unlock();
    }
    ticker.at(arrival, delivery::signal);
  }

  /** Closes the stream behind what was put. */
  void close() {
    bytesLock.lock();
    try {
      isEnded = true;
      isClosed = true;
    } finally {
      bytesLock.unlock();
    }
    delivery.signal();
  }
}
