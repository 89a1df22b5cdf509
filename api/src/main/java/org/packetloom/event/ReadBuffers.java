// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The memory that connections of a reactor read into: buffers of 64 KiB, each in use for as long as
 * a handler looks at what is in it; incubating. Safe for use by any thread.
 *
 * <p>There are as many as were ever in use at once; up to 64 stay when they are not.
 */
public final class ReadBuffers {
  /** What a buffer holds. */
  static final int SIZE = 64 << 10;

  private static final int MOST_IDLE = 64;

  private final ReentrantLock idleLock = new ReentrantLock();
  private final ArrayDeque<Buffer> idle = new ArrayDeque<>(); // guarded by idleLock
  private int made; // guarded by idleLock

  /** Without any buffer yet; for those who write reactors. */
  public ReadBuffers() {}

  /**
   * A buffer; belongs to who took it.
   *
   * @param memory to read into
   * @param view the same memory for eyes only, with a position of its own
   */
  record Buffer(ByteBuffer memory, ByteBuffer view) {
    static Buffer over(ByteBuffer memory) {
      return new Buffer(memory, memory.asReadOnlyBuffer());
    }
  }

  /** A cleared buffer. */
  Buffer take() {
    idleLock.lock();
    try {
      Buffer last = idle.pollLast();
      if (last != null) {
        return last;
      }
      made++;
    } finally {
      idleLock.unlock();
    }
    return Buffer.over(ByteBuffer.allocateDirect(SIZE));
  }

  void give(Buffer buffer) {
    buffer.memory().clear();
    idleLock.lock();
    try {
      if (idle.size() < MOST_IDLE) {
        idle.addLast(buffer);
      }
    } finally {
      idleLock.unlock();
    }
  }

  /**
   * Buffers that were allocated so far.
   *
   * @return zero or more, never less than before
   */
  public int allocated() {
    idleLock.lock();
    try {
      return made;
    } finally {
      idleLock.unlock();
    }
  }

  /**
   * Buffers that nobody uses now.
   *
   * @return 0 to 64
   */
  public int idle() {
    idleLock.lock();
    try {
      return idle.size();
    } finally {
      idleLock.unlock();
    }
  }

  @Override
  public String toString() {
    return "ReadBuffers[" + allocated() + " allocated, " + idle() + " idle]";
  }
}
