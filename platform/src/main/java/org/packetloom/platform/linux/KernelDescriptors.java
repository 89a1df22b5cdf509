// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.MemorySegment;
import org.packetloom.platform.unix.Binder;
import org.packetloom.platform.unix.ErrnoMemory;
import org.packetloom.platform.unix.LibCFlaggedDescriptors;

/** Accepts and closes by {@link KernelCode}; all else is the C library's. */
final class KernelDescriptors extends LibCFlaggedDescriptors {
  KernelDescriptors(ErrnoMemory errnos) {
    super(errnos);
  }

  @Override
  public int accept4(int fd, byte[] address, int[] length, int flags) {
    try {
      MemorySegment bytes = MemorySegment.ofArray(address);
      MemorySegment size = MemorySegment.ofArray(length);
      return (int) (long) KernelSymbols.ACCEPT4.invokeExact(fd, bytes, size, flags);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int close(int fd) {
    try {
      return (int) (long) KernelSymbols.CLOSE.invokeExact(fd);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }
}
