// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.StreamTransfer;
import org.packetloom.platform.Transfer;

/**
 * Pipes through which bytes are spliced from one descriptor to another. Safe for use by any thread.
 *
 * <p>A pipe is lent only while something is in it: there are as many as relays that move bytes
 * right now, and up to 16 stay when they do not. An unprivileged user's pipes hold 64 MiB in all
 * (pipe-user-pages-soft), after which new ones get a page or two: hence their moderate size.
 */
final class PipePool implements AutoCloseable {
  private static final int CAPACITY = 256 << 10;
  private static final int MOST_IDLE = 16;

  /** More than the capacity in single pages: those of the kernel may be larger. */
  private static final int MOST = 1 << 20;

  private final Descriptors descriptors;
  private final ReentrantLock idleLock = new ReentrantLock();
  private final ArrayDeque<Pipe> idle = new ArrayDeque<>(); // guarded by idleLock
  private boolean closed; // guarded by idleLock

  PipePool(Descriptors descriptors) {
    this.descriptors = descriptors;
  }

  /** The two ends of a pipe, and what is in it. Belongs to the thread it is lent to. */
  static final class Pipe {
    private final int source;
    private final int sink;

    /** Bytes that are in it. */
    private int held;

    private Pipe(int source, int sink) {
      this.source = source;
      this.sink = sink;
    }

    int held() {
      return held;
    }

    /** Attempts to fill it from a descriptor; it has to be empty. */
    int tryFill(StreamTransfer from) {
      int result = from.trySpliceIn(sink, MOST);
      if (result > 0) {
        held = result;
      }
      return result;
    }

    /** Attempts to empty it into a descriptor. */
    int tryEmpty(StreamTransfer into) {
      int result = into.trySpliceOut(source, held);
      if (result > 0) {
        held -= result;
      }
      return result;
    }

    /** Whether bytes can be spliced into a descriptor; nothing may be in the pipe. */
    boolean canEmpty(StreamTransfer into) {
      int result = into.trySpliceOut(source, 1);
      return result == Transfer.NOT_READY;
    }
  }

  /** A pipe, null if the system has none left. */
  private @Nullable Pipe take() {
    idleLock.lock();
    try {
      Pipe last = idle.pollLast();
      if (last != null) {
        return last;
      }
    } finally {
      idleLock.unlock();
    }
    int[] two = new int[2];
    if (descriptors.pipe(two) < 0) {
      return null;
    }
    // without the privilege, or beyond the limit, it keeps the size that it has
    int unused = descriptors.pipeCapacity(two[0], CAPACITY);
    return new Pipe(two[0], two[1]);
  }

  private void give(Pipe pipe) {
    idleLock.lock();
    try {
      if (pipe.held == 0 && !closed && idle.size() < MOST_IDLE) {
        idle.addLast(pipe);
        return;
      }
    } finally {
      idleLock.unlock();
    }
    close(pipe);
  }

  private void close(Pipe pipe) {
    // what is left in it belongs to a relay that failed, and nobody can act on an error of close
    int unused = descriptors.close(pipe.sink);
    unused = descriptors.close(pipe.source);
  }

  /** Pipes that are open and not lent. */
  int idlePipes() {
    idleLock.lock();
    try {
      return idle.size();
    } finally {
      idleLock.unlock();
    }
  }

  /** Closes those that are not lent; the others are closed when they come back. */
  @Override
  public void close() {
    idleLock.lock();
    try {
      closed = true;
      idle.forEach(this::close);
      idle.clear();
    } finally {
      idleLock.unlock();
    }
  }

  /** One pipe of the pool at a time, or none; belongs to one thread. */
  static final class Loan {
    private final PipePool pool;

    /** Null while none is lent. */
    private @Nullable Pipe lent;

    /** Attempts that found nothing to splice. */
    private int misses;

    Loan(PipePool pool) {
      this.pool = pool;
    }

    /** Bytes in the pipe that is lent. */
    int held() {
      Pipe pipe = lent;
      return pipe == null ? 0 : pipe.held;
    }

    int misses() {
      return misses;
    }

    /** The pipe that is lent, or another one; null if the system has none left. */
    @Nullable Pipe borrow() {
      if (lent == null) {
        lent = pool.take();
      }
      return lent;
    }

    /** Attempts to fill a pipe, which stays lent only if something is in it. */
    int tryFill(StreamTransfer from) {
      Pipe pipe = borrow();
      if (pipe == null) {
        return StreamTransfer.UNSUPPORTED;
      }
      int result = pipe.tryFill(from);
      if (result <= 0) {
        giveBack();
        misses++;
      }
      return result;
    }

    /** Ends the loan, if there is one. */
    void giveBack() {
      Pipe pipe = lent;
      if (pipe != null) {
        lent = null;
        pool.give(pipe);
      }
    }
  }
}
