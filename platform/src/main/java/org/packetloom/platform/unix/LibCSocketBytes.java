// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.MemorySegment;

/**
 * The C library's calls that move bytes through a socket without waiting, whether or not its open
 * file is a non-blocking one: recv(2) and send(2) with MSG_DONTWAIT. What keeps them free of
 * allocation is told in {@link LibCBytes}.
 */
public class LibCSocketBytes implements ByteCalls {
  private final int now;

  public LibCSocketBytes(SocketNumbers numbers) {
    this.now = numbers.MSG_DONTWAIT();
  }

  @Override
  public int read(int fd, byte[] to, int offset, int length, Errno errno) {
    try {
      long n =
          offset == 0
              ? (long)
                  Symbols.RECV.invokeExact(
                      errno.segment(), fd, MemorySegment.ofArray(to), (long) length, now)
              : receivePart(fd, to, offset, length, errno.segment());
      return n < 0 ? errno.negated() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int read(int fd, MemorySegment to, Errno errno) {
    try {
      long n = (long) Symbols.RECV.invokeExact(errno.segment(), fd, to, to.byteSize(), now);
      return n < 0 ? errno.negated() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int read(int fd, long to, int length, Errno errno) {
    try {
      long n = (long) Symbols.RECV_ADDRESS.invokeExact(errno.segment(), fd, to, (long) length, now);
      return n < 0 ? errno.negated() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int readLarge(int fd, MemorySegment to, WaitMemory memory) {
    try {
      long n = (long) Symbols.RECV_LARGE.invokeExact(memory.errno(), fd, to, to.byteSize(), now);
      return n < 0 ? memory.negatedErrno() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int write(int fd, byte[] from, int offset, int length, Errno errno) {
    try {
      long n =
          offset == 0
              ? (long)
                  Symbols.SEND.invokeExact(
                      errno.segmentToWrite(), fd, MemorySegment.ofArray(from), (long) length, now)
              : sendPart(fd, from, offset, length, errno.segmentToWrite());
      return n < 0 ? errno.negatedOfWrite() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int write(int fd, MemorySegment from, Errno errno) {
    try {
      long n =
          (long) Symbols.SEND.invokeExact(errno.segmentToWrite(), fd, from, from.byteSize(), now);
      return n < 0 ? errno.negatedOfWrite() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int write(int fd, long from, int length, Errno errno) {
    try {
      long n =
          (long)
              Symbols.SEND_ADDRESS.invokeExact(
                  errno.segmentToWrite(), fd, from, (long) length, now);
      return n < 0 ? errno.negatedOfWrite() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int writeLarge(int fd, MemorySegment from, WaitMemory memory) {
    try {
      long n =
          (long) Symbols.SEND_LARGE.invokeExact(memory.errno(), fd, from, from.byteSize(), now);
      return n < 0 ? memory.negatedErrno() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  private long receivePart(int fd, byte[] to, int offset, long length, MemorySegment errno)
      throws Throwable {
    MemorySegment part = MemorySegment.ofArray(to).asSlice(offset, length);
    return (long) Symbols.RECV.invokeExact(errno, fd, part, length, now);
  }

  private long sendPart(int fd, byte[] from, int offset, long length, MemorySegment errno)
      throws Throwable {
    MemorySegment part = MemorySegment.ofArray(from).asSlice(offset, length);
    return (long) Symbols.SEND.invokeExact(errno, fd, part, length, now);
  }
}
