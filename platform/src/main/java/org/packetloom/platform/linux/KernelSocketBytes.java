// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.MemorySegment;
import org.packetloom.platform.unix.Binder;
import org.packetloom.platform.unix.Errno;
import org.packetloom.platform.unix.LibCSocketBytes;

/**
 * The calls that move bytes through a socket without waiting, by {@link KernelCode}; those of any
 * size are the C library's. recv and send are recvfrom and sendto without an address to the kernel.
 */
final class KernelSocketBytes extends LibCSocketBytes {
  private static final int NOW = LinuxSystem.SYSTEM.sockets().MSG_DONTWAIT();
  private static final long NOBODY = 0;

  KernelSocketBytes() {
    super(LinuxSystem.SYSTEM.sockets());
  }

  @Override
  public boolean usesErrno() {
    return false;
  }

  @Override
  public int read(int fd, byte[] to, int offset, int length, Errno errno) {
    try {
      return offset == 0
          ? receive(fd, MemorySegment.ofArray(to), length)
          : receive(fd, MemorySegment.ofArray(to).asSlice(offset, length), length);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int read(int fd, MemorySegment to, Errno errno) {
    try {
      return receive(fd, to, to.byteSize());
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int read(int fd, long to, int length, Errno errno) {
    try {
      return (int)
          (long)
              KernelSymbols.RECVFROM_ADDRESS.invokeExact(
                  fd, to, (long) length, NOW, NOBODY, NOBODY);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int write(int fd, byte[] from, int offset, int length, Errno errno) {
    try {
      return offset == 0
          ? send(fd, MemorySegment.ofArray(from), length)
          : send(fd, MemorySegment.ofArray(from).asSlice(offset, length), length);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int write(int fd, MemorySegment from, Errno errno) {
    try {
      return send(fd, from, from.byteSize());
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int write(int fd, long from, int length, Errno errno) {
    try {
      return (int)
          (long) KernelSymbols.SENDTO_ADDRESS.invokeExact(fd, from, (long) length, NOW, NOBODY, 0);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  private static int receive(int fd, MemorySegment to, long length) throws Throwable {
    return (int) (long) KernelSymbols.RECVFROM.invokeExact(fd, to, length, NOW, NOBODY, NOBODY);
  }

  private static int send(int fd, MemorySegment from, long length) throws Throwable {
    return (int) (long) KernelSymbols.SENDTO.invokeExact(fd, from, length, NOW, NOBODY, 0);
  }
}
