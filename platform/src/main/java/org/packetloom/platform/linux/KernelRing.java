// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.MemorySegment;
import org.packetloom.platform.unix.Binder;
import org.packetloom.platform.unix.ErrnoMemory;
import org.packetloom.platform.unix.WaitMemory;

/** Enters rings by {@link KernelCode}; what sets them up is the C library's. */
final class KernelRing extends LibCRing {
  KernelRing(ErrnoMemory errnos) {
    super(errnos);
  }

  @Override
  public int io_uring_enter(
      int ring, int submitted, int least, int flags, MemorySegment argument, WaitMemory memory) {
    long size = argument.byteSize();
    try {
      return least == 0
          ? (int)
              (long)
                  KernelSymbols.IO_URING_ENTER_NOW.invokeExact(
                      ring, submitted, least, flags, argument, size)
          : (int)
              (long)
                  KernelSymbols.IO_URING_ENTER.invokeExact(
                      ring, submitted, least, flags, argument, size);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }
}
