// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.MemorySegment;
import org.packetloom.platform.unix.Binder;
import org.packetloom.platform.unix.Errno;
import org.packetloom.platform.unix.LibCBytes;

/** The calls that move bytes by {@link KernelCode}; those of any size are the C library's. */
final class KernelBytes extends LibCBytes {
  @Override
  public boolean usesErrno() {
    return false;
  }

  @Override
  public int read(int fd, byte[] to, int offset, int length, Errno errno) {
    try {
      return offset == 0
          ? (int)
              (long) KernelSymbols.READ.invokeExact(fd, MemorySegment.ofArray(to), (long) length)
          : readPart(fd, to, offset, length);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int read(int fd, MemorySegment to, Errno errno) {
    try {
      return (int) (long) KernelSymbols.READ.invokeExact(fd, to, to.byteSize());
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int read(int fd, long to, int length, Errno errno) {
    try {
      return (int) (long) KernelSymbols.READ_ADDRESS.invokeExact(fd, to, (long) length);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int write(int fd, byte[] from, int offset, int length, Errno errno) {
    try {
      return offset == 0
          ? (int)
              (long) KernelSymbols.WRITE.invokeExact(fd, MemorySegment.ofArray(from), (long) length)
          : writePart(fd, from, offset, length);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int write(int fd, MemorySegment from, Errno errno) {
    try {
      return (int) (long) KernelSymbols.WRITE.invokeExact(fd, from, from.byteSize());
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int write(int fd, long from, int length, Errno errno) {
    try {
      return (int) (long) KernelSymbols.WRITE_ADDRESS.invokeExact(fd, from, (long) length);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  private static int readPart(int fd, byte[] to, int offset, long length) throws Throwable {
    MemorySegment part = MemorySegment.ofArray(to).asSlice(offset, length);
    return (int) (long) KernelSymbols.READ.invokeExact(fd, part, length);
  }

  private static int writePart(int fd, byte[] from, int offset, long length) throws Throwable {
    MemorySegment part = MemorySegment.ofArray(from).asSlice(offset, length);
    return (int) (long) KernelSymbols.WRITE.invokeExact(fd, part, length);
  }
}
