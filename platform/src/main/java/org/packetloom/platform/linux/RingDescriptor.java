// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.packetloom.platform.PollerException;

/**
 * The kernel's number for a ring, and what may be done with it while the ring is open. Safe for use
 * by any thread: after the end nothing is done, as the number may be that of another ring by then.
 */
final class RingDescriptor {
  /** Data that no request has. */
  private static final long UNUSED = -1;

  private final SystemCalls calls;
  private final int number;
  private final ReentrantLock endLock = new ReentrantLock();
  private volatile boolean isClosed; // written under endLock

  RingDescriptor(SystemCalls calls, int number) {
    this.calls = calls;
    this.number = number;
  }

  int number() {
    return number;
  }

  boolean isClosed() {
    return isClosed;
  }

  /** What holds while the ring is open, which it stays meanwhile; true if it is closed. */
  boolean isClosedOr(BooleanSupplier asked) {
    endLock.lock();
    try {
      return isClosed || asked.getAsBoolean();
    } finally {
      endLock.unlock();
    }
  }

  /**
   * Cancels the request with the data of a user, from any thread that the ring allows; it may take
   * part in the cancelled descriptor a little longer, until its completion comes. Nothing is done
   * if there is none.
   *
   * @return 0, or the negated error number: ENOENT if there is none
   */
  int cancelNow(long target) {
    StructLayout layout = UringLayouts.io_uring_sync_cancel_reg;
    try (Arena temporary = Arena.ofConfined()) {
      MemorySegment what = temporary.allocate(layout);
      what.set(JAVA_LONG, UringLayouts.offset(layout, "addr"), target);
      what.set(JAVA_INT, UringLayouts.offset(layout, "fd"), -1);
      what.set(JAVA_LONG, UringLayouts.offset(layout, "timeout", "tv_sec"), 1);
      return register(UringConstants.IORING_REGISTER_SYNC_CANCEL, what);
    }
  }

  /** Throws if {@link #cancelNow} does nothing. */
  void ensureCancels() throws PollerException {
    int result = cancelNow(UNUSED);
    if (result != -LinuxErrors.ENOENT) {
      throw UringFeatures.registering(result, UringFeatures.CANCELLING);
    }
  }

  private int register(int operation, MemorySegment what) {
    endLock.lock();
    try {
      return isClosed
          ? -LinuxErrors.ENOENT
          : calls.rings().io_uring_register(number, operation, what, 1);
    } finally {
      endLock.unlock();
    }
  }

  /**
   * Closes it, and gives what belongs to it back.
   *
   * @param memory closed with it
   */
  void close(Arena memory) {
    endLock.lock();
    try {
      if (!isClosed) {
        isClosed = true;
        int unused = calls.unix().descriptors().close(number); // it is gone whatever the result
        memory.close();
      }
    } finally {
      endLock.unlock();
    }
  }
}
