// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.Lookahead;

/**
 * Direct buffers that are lent to calls for as long as something is in them. Safe for use by any
 * thread.
 *
 * <p>There are as many as were ever in use at once; up to 64 stay when they are not.
 */
final class BufferPool {
  /** What a buffer holds. */
  static final int SIZE = Lookahead.MOST_UNREAD;

  private static final int MOST_IDLE = 64;

  private final ReentrantLock idleLock = new ReentrantLock();
  private final ArrayDeque<Buffer> idle = new ArrayDeque<>(); // guarded by idleLock

  /**
   * A buffer of the pool.
   *
   * @param memory to read into and write from
   * @param view the same memory for eyes only, with a position of its own
   */
  record Buffer(ByteBuffer memory, ByteBuffer view) {}

  private Buffer take() {
    idleLock.lock();
    try {
      Buffer last = idle.pollLast();
      if (last != null) {
        return last;
      }
    } finally {
      idleLock.unlock();
    }
    ByteBuffer memory = ByteBuffer.allocateDirect(SIZE);
    return new Buffer(memory, memory.asReadOnlyBuffer());
  }

  private void give(Buffer buffer) {
    idleLock.lock();
    try {
      if (idle.size() < MOST_IDLE) {
        idle.addLast(buffer);
      }
    } finally {
      idleLock.unlock();
    }
  }

  /** Buffers lent that nobody has given back yet are not in here. */
  int idleBuffers() {
    idleLock.lock();
    try {
      return idle.size();
    } finally {
      idleLock.unlock();
    }
  }

  /** One buffer of the pool at a time, or none; belongs to whoever has the turn it is used in. */
  static final class Loan {
    private final BufferPool pool;

    /** Null while none is lent. */
    private @Nullable Buffer lent;

    Loan(BufferPool pool) {
      this.pool = pool;
    }

    /** The buffer that is lent; a cleared one if none was before. */
    Buffer borrow() {
      Buffer buffer = lent;
      if (buffer == null) {
        buffer = pool.take();
        buffer.memory().clear();
        lent = buffer;
      }
      return buffer;
    }

    /** Ends the loan, if there is one. */
    void giveBack() {
      Buffer buffer = lent;
      if (buffer != null) {
        lent = null;
        pool.give(buffer);
      }
    }
  }
}
