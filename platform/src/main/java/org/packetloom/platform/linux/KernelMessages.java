// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.MemorySegment;
import org.packetloom.platform.unix.AddressMemory;
import org.packetloom.platform.unix.Binder;
import org.packetloom.platform.unix.Errno;

/**
 * The calls that move whole messages by {@link KernelCode}; the seldom ones are the C library's.
 */
final class KernelMessages extends LinuxMessages {
  private static final long NO_TIMEOUT = 0;

  @Override
  public int recvfrom(int fd, byte[] to, int offset, int length, int flags, AddressMemory from) {
    try {
      return offset == 0
          ? receive(fd, MemorySegment.ofArray(to), length, flags, from)
          : receive(fd, MemorySegment.ofArray(to).asSlice(offset, length), length, flags, from);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int recvfrom(int fd, MemorySegment to, int flags, AddressMemory from) {
    try {
      return receive(fd, to, to.byteSize(), flags, from);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int sendto(int fd, byte[] from, int offset, int length, int flags, AddressMemory to) {
    try {
      return offset == 0
          ? send(fd, MemorySegment.ofArray(from), length, flags, to)
          : send(fd, MemorySegment.ofArray(from).asSlice(offset, length), length, flags, to);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int sendto(int fd, MemorySegment from, int flags, AddressMemory to) {
    try {
      return send(fd, from, from.byteSize(), flags, to);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int recvmmsg(int fd, long messages, int count, int flags, Errno errno) {
    try {
      return (int)
          (long) KernelSymbols.RECVMMSG.invokeExact(fd, messages, count, flags, NO_TIMEOUT);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int sendmmsg(int fd, long messages, int count, int flags, Errno errno) {
    try {
      return (int) (long) KernelSymbols.SENDMMSG.invokeExact(fd, messages, count, flags);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  private static int receive(int fd, MemorySegment to, long length, int flags, AddressMemory from)
      throws Throwable {
    return (int)
        (long)
            KernelSymbols.RECVFROM.invokeExact(
                fd, to, length, flags, from.senderAddress(), from.lengthAddress());
  }

  private static int send(int fd, MemorySegment from, long length, int flags, AddressMemory to)
      throws Throwable {
    return (int)
        (long)
            KernelSymbols.SENDTO.invokeExact(
                fd, from, length, flags, to.peerAddressOrNull(), to.peerLength());
  }
}
