// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/** The native memory of calls that wait: errno and a timeout. Belongs to one thread at a time. */
public final class WaitMemory {
  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final MemorySegment errno;
  private final MemorySegment timespec;

  /** Memory that lives as long as the arena. */
  public WaitMemory(Arena arena) {
    errno = arena.allocate(Binder.CALL_STATE);
    timespec = arena.allocate(UnixLayouts.timespec);
  }

  /** What to pass to a handle. */
  public MemorySegment errno() {
    return errno;
  }

  /** The negated number of the call that just failed. */
  public int negatedErrno() {
    return -Binder.errno(errno);
  }

  /** A {@code struct timespec}, or the null pointer for a negative time, which means no limit. */
  public MemorySegment timespec(long nanos) {
    if (nanos < 0) {
      return MemorySegment.NULL;
    }
    UnixLayouts.TV_SEC.set(timespec, 0L, nanos / NANOS_PER_SECOND);
    UnixLayouts.TV_NSEC.set(timespec, 0L, nanos % NANOS_PER_SECOND);
    return timespec;
  }
}
