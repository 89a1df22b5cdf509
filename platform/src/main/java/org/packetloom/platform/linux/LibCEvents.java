// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.packetloom.platform.unix.Binder;
import org.packetloom.platform.unix.Errno;
import org.packetloom.platform.unix.ErrnoMemory;
import org.packetloom.platform.unix.WaitMemory;

/** The C library's calls that wait for events. */
class LibCEvents implements EventCalls {
  private static final long NANOS_PER_MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

  private final ErrnoMemory errnos;

  /** Turned off for good when the kernel turns out to be older than the C library (before 5.11). */
  private volatile boolean hasPwait2;

  LibCEvents(ErrnoMemory errnos) {
    this(errnos, LinuxSymbols.EPOLL_PWAIT2 != null);
  }

  /** With or without the wait that counts nanoseconds, which must be there to be used. */
  LibCEvents(ErrnoMemory errnos, boolean hasPwait2) {
    this.errnos = errnos;
    this.hasPwait2 = hasPwait2;
  }

  @Override
  public int epoll_create1(int flags) {
    try {
      Errno errno = errnos.next();
      int result = (int) LinuxSymbols.EPOLL_CREATE1.invokeExact(errno.segment(), flags);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int epoll_ctl(int epfd, int operation, int fd, int events, long data) {
    try {
      Errno errno = errnos.next();
      MemorySegment event = EpollEvents.one(events, data);
      int result =
          (int) LinuxSymbols.EPOLL_CTL.invokeExact(errno.segment(), epfd, operation, fd, event);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int epoll_wait(
      int epfd, MemorySegment events, int most, long timeoutNanos, WaitMemory memory) {
    try {
      int n;
      if (timeoutNanos == 0) {
        n = (int) LinuxSymbols.EPOLL_WAIT_NOW.invokeExact(memory.errno(), epfd, events, most, 0);
      } else if (hasPwait2) {
        return pwait2(epfd, events, most, timeoutNanos, memory);
      } else {
        int timeout = milliseconds(timeoutNanos);
        n = (int) LinuxSymbols.EPOLL_WAIT.invokeExact(memory.errno(), epfd, events, most, timeout);
      }
      return n < 0 ? memory.negatedErrno() : n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  private int pwait2(int epfd, MemorySegment events, int most, long timeoutNanos, WaitMemory memory)
      throws Throwable {
    MemorySegment timeout = memory.timespec(timeoutNanos);
    int n =
        (int)
            LinuxSymbols.EPOLL_PWAIT2.invokeExact(
                memory.errno(), epfd, events, most, timeout, MemorySegment.NULL);
    if (n >= 0) {
      return n;
    }
    if (memory.negatedErrno() != -LinuxErrors.ENOSYS) {
      return memory.negatedErrno();
    }
    hasPwait2 = false;
    return epoll_wait(epfd, events, most, timeoutNanos, memory);
  }

  /**
   * Rounded up, so that no wait ends early; cut to what fits, after which the caller asks again.
   */
  private static int milliseconds(long nanos) {
    return nanos < 0
        ? -1
        : (int) Math.min(Math.ceilDiv(nanos, NANOS_PER_MILLISECOND), Integer.MAX_VALUE);
  }
}
