// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.packetloom.platform.PollerException;

/** Memory of whole pages that requests to the kernel may name. */
final class UringMemory {
  private UringMemory() {}

  /** Zeroed memory that lives as long as the arena. */
  static MemorySegment map(SystemCalls calls, long size, Arena arena) throws PollerException {
    int how = UringConstants.MAP_PRIVATE | UringConstants.MAP_ANONYMOUS;
    long address = calls.rings().mmap(size, how, -1, 0);
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
}
