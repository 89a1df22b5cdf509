// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.MemorySegment;

/**
 * The C library's calls that move bytes.
 *
 * <p>They allocate nothing once compiled, if the compiler sees that the segments made on the way
 * never leave; JDK 25 makes some more within a call. What helps it, found by trying: one kind of
 * memory per method; no slice of an array that is used from its start; addresses instead of
 * segments where we own the memory; errno in native memory, so that few kinds of segments are ever
 * sliced; and few levels of calls on the way here, since what lies below the compiler's limit of
 * them (15, from the method that it began with) is not seen. Failing that, a call leaves some 100
 * bytes to the collector.
 *
 * <p>write(2) serves sockets as well as pipes: the JVM ignores SIGPIPE, so that there is no need of
 * send(2) with MSG_NOSIGNAL.
 */
public class LibCBytes implements ByteCalls {
  @Override
  public int read(int fd, byte[] to, int offset, int length, Errno errno) {
    try {
      long n =
          offset == 0
              ? (long)
                  Symbols.READ.invokeExact(
                      errno.segment(), fd, MemorySegment.ofArray(to), (long) length)
              : readPart(fd, to, offset, length, errno.segment());
      return n < 0 ? errno.negated() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int read(int fd, MemorySegment to, Errno errno) {
    try {
      long n = (long) Symbols.READ.invokeExact(errno.segment(), fd, to, to.byteSize());
      return n < 0 ? errno.negated() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int read(int fd, long to, int length, Errno errno) {
    try {
      long n = (long) Symbols.READ_ADDRESS.invokeExact(errno.segment(), fd, to, (long) length);
      return n < 0 ? errno.negated() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int readLarge(int fd, MemorySegment to, WaitMemory memory) {
    try {
      long n = (long) Symbols.READ_LARGE.invokeExact(memory.errno(), fd, to, to.byteSize());
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
                  Symbols.WRITE.invokeExact(
                      errno.segmentToWrite(), fd, MemorySegment.ofArray(from), (long) length)
              : writePart(fd, from, offset, length, errno.segmentToWrite());
      return n < 0 ? errno.negatedOfWrite() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int write(int fd, MemorySegment from, Errno errno) {
    try {
      long n = (long) Symbols.WRITE.invokeExact(errno.segmentToWrite(), fd, from, from.byteSize());
      return n < 0 ? errno.negatedOfWrite() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int write(int fd, long from, int length, Errno errno) {
    try {
      long n =
          (long) Symbols.WRITE_ADDRESS.invokeExact(errno.segmentToWrite(), fd, from, (long) length);
      return n < 0 ? errno.negatedOfWrite() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int writeLarge(int fd, MemorySegment from, WaitMemory memory) {
    try {
      long n = (long) Symbols.WRITE_LARGE.invokeExact(memory.errno(), fd, from, from.byteSize());
      return n < 0 ? memory.negatedErrno() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  private static long readPart(int fd, byte[] to, int offset, long length, MemorySegment errno)
      throws Throwable {
    MemorySegment part = MemorySegment.ofArray(to).asSlice(offset, length);
    return (long) Symbols.READ.invokeExact(errno, fd, part, length);
  }

  private static long writePart(int fd, byte[] from, int offset, long length, MemorySegment errno)
      throws Throwable {
    MemorySegment part = MemorySegment.ofArray(from).asSlice(offset, length);
    return (long) Symbols.WRITE.invokeExact(errno, fd, part, length);
  }
}
