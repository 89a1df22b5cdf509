// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/** The native memory of calls that wait: errno and a timeout. Belongs to one thread at a time. */
final class WaitMemory {
  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final MemorySegment errno;
  private final MemorySegment timespec;

  /** Memory that lives as long as the arena. */
  WaitMemory(Arena arena) {
    errno = arena.allocate(Binder.CALL_STATE);
    timespec = arena.allocate(Layouts.timespec);
  }

  /** What to pass to a handle. */
  MemorySegment errno() {
    return errno;
  }

  /** The negated number of the call that just failed. */
  int negatedErrno() {
    return -Binder.errno(errno);
  }

  /** A {@code struct timespec}, or the null pointer for a negative time, which means no limit. */
  MemorySegment timespec(long nanos) {
    if (nanos < 0) {
      return MemorySegment.NULL;
    }
    Layouts.TV_SEC.set(timespec, 0L, nanos / NANOS_PER_SECOND);
    Layouts.TV_NSEC.set(timespec, 0L, nanos % NANOS_PER_SECOND);
    return timespec;
  }
}
