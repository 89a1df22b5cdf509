// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.packetloom.platform.PollerException;

/** A completion port. Packets are taken by one thread at a time, and posted by any. */
final class CompletionPort {
  /** Packets taken at once. */
  static final int BATCH = 128;

  private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long ENTRY = Layouts.OVERLAPPED_ENTRY.byteSize();
  private static final long OVERLAPPED = Layouts.offset(Layouts.OVERLAPPED_ENTRY, "lpOverlapped");

  private final long handle;
  private final Scratch.Pool scratches;
  private final Arena arena = Arena.ofShared(); // closed in close()

  // the runner's
  private final MemorySegment entries = arena.allocate(BATCH * ENTRY, 8);
  private final MemorySegment count = arena.allocate(JAVA_INT);
  private final CallState state = new CallState(arena);

  private CompletionPort(long handle, Scratch.Pool scratches) {
    this.handle = handle;
    this.scratches = scratches;
  }

  static CompletionPort open(Scratch.Pool scratches) throws PollerException {
    Scratch scratch = scratches.take();
    try {
      long handle = Kernel32.createPort(scratch.state());
      if (handle < 0) {
        throw Failures.poller("CreateIoCompletionPort", (int) handle);
      }
      return new CompletionPort(handle, scratches);
    } finally {
      scratches.give(scratch);
    }
  }

  long handle() {
    return handle;
  }

  /**
   * Takes packets.
   *
   * @param most at least 1
   * @param timeoutNanos 0 not to wait, negative to wait without limit; it may end a little early
   * @return how many there are
   */
  int take(int most, long timeoutNanos) throws PollerException {
    count.set(JAVA_INT, 0, 0);
    int result = Kernel32.dequeue(handle, entries, most, count, millis(timeoutNanos), state);
    if (result == 0) {
      return count.get(JAVA_INT, 0);
    }
    if (result != -WindowsErrors.WAIT_TIMEOUT) {
      throw Failures.poller("GetQueuedCompletionStatusEx", result);
    }
    return 0;
  }

  /** The address of an OVERLAPPED that a packet carries; 0 in one that was posted. */
  long overlapped(int index) {
    return entries.get(JAVA_LONG, index * ENTRY + OVERLAPPED);
  }

  /** Rounded up; INFINITE for a negative one. */
  static int millis(long timeoutNanos) {
    if (timeoutNanos < 0) {
      return Constants.INFINITE;
    }
    long whole = timeoutNanos / NANOS_PER_MILLI;
    long millis = timeoutNanos % NANOS_PER_MILLI == 0 ? whole : whole + 1;
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  /** Posts a packet that carries nothing. */
  void post() throws PollerException {
    Scratch scratch = scratches.take();
    try {
      int result = Kernel32.post(handle, 0, 0, 0, scratch.state());
      if (result < 0) {
        throw Failures.poller("PostQueuedCompletionStatus", result);
      }
    } finally {
      scratches.give(scratch);
    }
  }

  void close() {
    int unused = Kernel32.close(handle, state);
    arena.close();
  }
}
