// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.packetloom.platform.unix.Binder;
import org.packetloom.platform.unix.Errno;
import org.packetloom.platform.unix.ErrnoMemory;
import org.packetloom.platform.unix.WaitMemory;

/** The calls of io_uring(7) through syscall(2), as the C library has none for them. */
class LibCRing implements RingCalls {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private static final MethodHandle SETUP =
      Binder.waitingVariadic("syscall", 1, LONG, LONG, INT, ValueLayout.ADDRESS);
  private static final MethodHandle ENTER =
      Binder.waitingVariadic(
          "syscall", 1, LONG, LONG, INT, INT, INT, INT, ValueLayout.ADDRESS, LONG);
  private static final MethodHandle ENTER_NOW =
      Binder.promptVariadic(
          "syscall", 1, LONG, LONG, INT, INT, INT, INT, ValueLayout.ADDRESS, LONG);
  private static final MethodHandle REGISTER =
      Binder.waitingVariadic("syscall", 1, LONG, LONG, INT, INT, ValueLayout.ADDRESS, INT);
  private static final MethodHandle MMAP =
      Binder.waiting("mmap", LONG, LONG, LONG, INT, INT, INT, LONG);
  private static final MethodHandle MUNMAP =
      Binder.waiting("munmap", INT, ValueLayout.ADDRESS, LONG);

  private static final MethodHandle MADVISE =
      Binder.waiting("madvise", INT, ValueLayout.ADDRESS, LONG, INT);

  private static final int PROTECTION = UringConstants.PROT_READ | UringConstants.PROT_WRITE;

  private final ErrnoMemory errnos;

  LibCRing(ErrnoMemory errnos) {
    this.errnos = errnos;
  }

  @Override
  public int io_uring_setup(int entries, MemorySegment params) {
    long number = UringConstants.SYS_io_uring_setup;
    try {
      Errno errno = errnos.next();
      long result = (long) SETUP.invokeExact(errno.segment(), number, entries, params);
      return result < 0 ? errno.negated() : (int) result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int io_uring_enter(
      int ring, int submitted, int least, int flags, MemorySegment argument, WaitMemory memory) {
    long number = UringConstants.SYS_io_uring_enter;
    long size = argument.byteSize();
    try {
      long result;
      if (least == 0) {
        result =
            (long)
                ENTER_NOW.invokeExact(
                    memory.errno(), number, ring, submitted, least, flags, argument, size);
      } else {
        result =
            (long)
                ENTER.invokeExact(
                    memory.errno(), number, ring, submitted, least, flags, argument, size);
      }
      return result < 0 ? memory.negatedErrno() : (int) result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int io_uring_register(int ring, int operation, MemorySegment argument, int count) {
    long number = UringConstants.SYS_io_uring_register;
    try {
      Errno errno = errnos.next();
      long result =
          (long) REGISTER.invokeExact(errno.segment(), number, ring, operation, argument, count);
      return result < 0 ? errno.negated() : (int) result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public long mmap(long length, int flags, int fd, long offset) {
    try {
      Errno errno = errnos.next();
      long result =
          (long) MMAP.invokeExact(errno.segment(), 0L, length, PROTECTION, flags, fd, offset);
      return result == -1 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int madvise(MemorySegment mapped, int advice) {
    try {
      Errno errno = errnos.next();
      int result = (int) MADVISE.invokeExact(errno.segment(), mapped, mapped.byteSize(), advice);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int munmap(MemorySegment mapped) {
    try {
      Errno errno = errnos.next();
      int result = (int) MUNMAP.invokeExact(errno.segment(), mapped, mapped.byteSize());
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }
}
