// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.MemorySegment;
import org.packetloom.platform.unix.Binder;
import org.packetloom.platform.unix.ErrnoMemory;
import org.packetloom.platform.unix.WaitMemory;

/**
 * Registers and looks for events by {@link KernelCode}; the calls that wait are the C library's.
 */
final class KernelEvents extends LibCEvents {
  private static final int NOW = 0;
  private static final long NO_SIGNALS = 0;

  KernelEvents(ErrnoMemory errnos) {
    super(errnos);
  }

  @Override
  public int epoll_ctl(int epfd, int operation, int fd, int events, long data) {
    try {
      MemorySegment event = EpollEvents.one(events, data);
      return (int) (long) KernelSymbols.EPOLL_CTL.invokeExact(epfd, operation, fd, event);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int epoll_wait(
      int epfd, MemorySegment events, int most, long timeoutNanos, WaitMemory memory) {
    if (timeoutNanos != 0) {
      return super.epoll_wait(epfd, events, most, timeoutNanos, memory);
    }
    try {
      return (int)
          (long)
              KernelSymbols.EPOLL_PWAIT.invokeExact(
                  epfd, events, most, NOW, NO_SIGNALS, NO_SIGNALS);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }
}
