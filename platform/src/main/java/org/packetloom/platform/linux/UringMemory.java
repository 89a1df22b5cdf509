// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.packetloom.platform.PollerException;

/** Memory of whole pages that requests to the kernel may name. */
final class UringMemory {
  /** Bytes of a huge page; on a machine with others it is just memory. */
  static final long HUGE_PAGE = 2 << 20;

  private UringMemory() {}

  /** Zeroed memory that lives as long as the arena. */
  static MemorySegment map(SystemCalls calls, long size, Arena arena) throws PollerException {
    int how = UringConstants.MAP_PRIVATE | UringConstants.MAP_ANONYMOUS;
    return map(calls, how, -1, 0, size, arena);
  }

  /** Memory of a ring that the kernel has at an offset, mapped as long as the arena lives. */
  static MemorySegment mapRing(SystemCalls calls, int ring, long offset, long size, Arena arena)
      throws PollerException {
    int how = UringConstants.MAP_SHARED | UringConstants.MAP_POPULATE;
    return map(calls, how, ring, offset, size, arena);
  }

  private static MemorySegment map(
      SystemCalls calls, int how, int descriptor, long offset, long size, Arena arena)
      throws PollerException {
    long address = calls.rings().mmap(size, how, descriptor, offset);
    if (address < 0) {
      throw Failures.poller("mmap", (int) address);
    }
    return MemorySegment.ofAddress(address)
        .reinterpret(
            size,
            arena,
            mapped -> {
              int unused = calls.rings().munmap(mapped); // cannot fail for what was mapped
            });
  }

  /**
   * As {@link #map}, in a huge page if the system has one: buffers that are used in turn would take
   * hundreds of small ones, which the processor cannot keep in mind.
   */
  static MemorySegment mapHugePage(SystemCalls calls, long size, Arena arena)
      throws PollerException {
    MemorySegment room = map(calls, HUGE_PAGE + size, arena);
    MemorySegment memory = room.asSlice(-room.address() & HUGE_PAGE - 1, size);
    MemorySegment page = memory.asSlice(0, HUGE_PAGE);
    int unused = calls.rings().madvise(page, UringConstants.MADV_HUGEPAGE); // or else small ones
    return memory;
  }
}
