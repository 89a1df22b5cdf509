// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.MemorySegment;
import org.packetloom.platform.unix.Binder;
import org.packetloom.platform.unix.ErrnoMemory;

/** Looks at one descriptor by {@link KernelCode}; the calls that wait are the C library's. */
final class KernelPolls extends LinuxPolls {
  private static final int NOW = 0;

  KernelPolls(ErrnoMemory errnos) {
    super(errnos);
  }

  @Override
  public int poll(int fd, int events) {
    try {
      MemorySegment entry = entry(fd, events);
      int result = (int) (long) KernelSymbols.POLL.invokeExact(entry, 1L, NOW);
      return result < 0 ? result : returned(entry);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }
}
