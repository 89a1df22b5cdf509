// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.memory;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

/** One direction of a stream: bytes that were put and not yet taken. */
final class MemoryPipe {
  private static final int END = -1;

  private final ReentrantLock bytesLock = new ReentrantLock();
  private final ByteBuffer free; // guarded by bytesLock; where the next byte is put
  private final ByteBuffer filled; // guarded by bytesLock; where the next byte is taken
  private int count; // guarded by bytesLock
  private boolean isReaderGone; // guarded by bytesLock
  private boolean isWriterGone; // guarded by bytesLock

  /** Tells the ends that bytes came or went; set before the end can wait. */
  private volatile Runnable reader = () -> {};

  private volatile Runnable writer = () -> {};

  MemoryPipe(int capacityBytes) {
    free = ByteBuffer.allocate(capacityBytes);
    filled = free.duplicate();
  }

  void onReadable(Runnable action) {
    reader = action;
  }

  void onWritable(Runnable action) {
    writer = action;
  }

  /** Takes what fits; 0 for nothing now, −1 at the end. */
  int take(ByteBuffer destination) {
    int moved;
    bytesLock.lock();
    try {
      moved = move(filled, count, destination, false);
      count -= moved;
      if (moved == 0) {
        return isWriterGone ? END : 0;
      }
    } finally {
      bytesLock.unlock();
    }
    writer.run();
    return moved;
  }

  /** Puts what fits; 0 for no room now, −1 if nobody will take it. */
  int put(ByteBuffer source) {
    int moved;
    bytesLock.lock();
    try {
      if (isReaderGone || isWriterGone) {
        return END;
      }
      moved = move(free, free.capacity() - count, source, true);
      count += moved;
    } finally {
      bytesLock.unlock();
    }
    if (moved > 0) {
      reader.run();
    }
    return moved;
  }

  /** Moves up to {@code most} bytes between a buffer and the ring, in one or two pieces. */
  private static int move(ByteBuffer ring, int most, ByteBuffer other, boolean isIn) {
    int left = Math.min(most, other.remaining());
    int moved = left;
    while (left > 0) {
      if (!ring.hasRemaining()) {
        ring.clear();
      }
      int piece = Math.min(left, ring.remaining());
      if (isIn) {
        ring.put(ring.position(), other, other.position(), piece);
      } else {
        other.put(other.position(), ring, ring.position(), piece);
      }
      ring.position(ring.position() + piece);
      other.position(other.position() + piece);
      left -= piece;
    }
    return moved;
  }

  boolean isReadable() {
    bytesLock.lock();
    try {
      return count > 0 || isWriterGone;
    } finally {
      bytesLock.unlock();
    }
  }

  boolean isWritable() {
    bytesLock.lock();
    try {
      return count < free.capacity() || isReaderGone;
    } finally {
      bytesLock.unlock();
    }
  }

  int available() {
    bytesLock.lock();
    try {
      return count;
    } finally {
      bytesLock.unlock();
    }
  }

  /** Nobody will take any more: what is there is lost, and so is what would come. */
  void readerLeaves() {
    bytesLock.lock();
    try {
      isReaderGone = true;
    } finally {
      bytesLock.unlock();
    }
    writer.run();
  }

  /** Nobody will put any more: after what is there comes the end. */
  void writerLeaves() {
    bytesLock.lock();
    try {
      isWriterGone = true;
    } finally {
      bytesLock.unlock();
    }
    reader.run();
  }
}
