// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The calls of C libraries with ppoll(2) that wait for events. */
public abstract class LibCPolls implements PollCalls {
  private static final long FD = offset("fd");
  private static final long EVENTS = offset("events");
  private static final long REVENTS = offset("revents");

  // nfds_t has 32 bits on some systems: the upper half of the register is of no account there
  private static final MethodHandle PPOLL_NOW =
      Binder.prompt("ppoll", JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
  private static final MethodHandle PPOLL =
      Binder.waiting("ppoll", JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);

  private final ErrnoMemory errnos;

  protected LibCPolls(ErrnoMemory errnos) {
    this.errnos = errnos;
  }

  @Override
  public int ppoll(MemorySegment fds, int count, long timeoutNanos, WaitMemory memory) {
    MemorySegment timeout = memory.timespec(timeoutNanos);
    try {
      int n;
      if (timeoutNanos == 0) {
        n =
            (int)
                PPOLL_NOW.invokeExact(
                    memory.errno(), fds, (long) count, timeout, MemorySegment.NULL);
      } else {
        n = (int) PPOLL.invokeExact(memory.errno(), fds, (long) count, timeout, MemorySegment.NULL);
      }
      return n < 0 ? memory.negatedErrno() : n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int poll(int fd, int events) {
    try {
      Errno errno = errnos.next();
      MemorySegment entry = entry(fd, events);
      MemorySegment now = MemorySegment.ofArray(new long[2]);
      int result = (int) PPOLL_NOW.invokeExact(errno.segment(), entry, 1L, now, MemorySegment.NULL);
      return result < 0 ? errno.negated() : returned(entry);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** One {@code struct pollfd} on the heap. */
  protected static MemorySegment entry(int fd, int events) {
    MemorySegment entry = MemorySegment.ofArray(new long[1]);
    entry.set(ValueLayout.JAVA_INT, FD, fd);
    entry.set(ValueLayout.JAVA_SHORT, EVENTS, (short) events);
    return entry;
  }

  /** The events that the kernel found. */
  protected static int returned(MemorySegment entry) {
    return entry.get(ValueLayout.JAVA_SHORT, REVENTS) & 0xffff;
  }

  private static long offset(String member) {
    return UnixLayouts.pollfd.byteOffset(groupElement(member));
  }
}
