// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import org.packetloom.platform.unix.Binder;
import org.packetloom.platform.unix.DescriptorCalls;
import org.packetloom.platform.unix.Errno;
import org.packetloom.platform.unix.ErrnoMemory;
import org.packetloom.platform.unix.OpenFlags;
import org.packetloom.platform.unix.PollCalls;
import org.packetloom.platform.unix.UnixLayouts;
import org.packetloom.platform.unix.WaitMemory;

/** poll(2), as not every system has ppoll: waits are of milliseconds. A pipe ends them. */
final class BsdPolls implements PollCalls {
  private static final long NANOS_PER_MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

  // poll.h: nfds_t is an unsigned int
  private static final MethodHandle POLL_NOW =
      Binder.prompt("poll", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle POLL =
      Binder.waiting("poll", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);

  private static final long FD = offset("fd");
  private static final long EVENTS = offset("events");
  private static final long REVENTS = offset("revents");

  private final ErrnoMemory errnos;
  private final DescriptorCalls descriptors;
  private final int pipeFlags;

  BsdPolls(ErrnoMemory errnos, DescriptorCalls descriptors, OpenFlags flags) {
    this.errnos = errnos;
    this.descriptors = descriptors;
    this.pipeFlags = flags.O_NONBLOCK() | flags.O_CLOEXEC();
  }

  @Override
  public int wakeup(int[] two) {
    return descriptors.pipe2(two, pipeFlags);
  }

  @Override
  public int ppoll(MemorySegment fds, int count, long timeoutNanos, WaitMemory memory) {
    int timeout = milliseconds(timeoutNanos);
    try {
      int n =
          timeout == 0
              ? (int) POLL_NOW.invokeExact(memory.errno(), fds, count, timeout)
              : (int) POLL.invokeExact(memory.errno(), fds, count, timeout);
      return n < 0 ? memory.negatedErrno() : n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int poll(int fd, int events) {
    try {
      Errno errno = errnos.next();
      MemorySegment entry = MemorySegment.ofArray(new long[1]);
      entry.set(JAVA_INT, FD, fd);
      entry.set(JAVA_SHORT, EVENTS, (short) events);
      int result = (int) POLL_NOW.invokeExact(errno.segment(), entry, 1, 0);
      return result < 0 ? errno.negated() : Short.toUnsignedInt(entry.get(JAVA_SHORT, REVENTS));
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** Rounded up, so that no wait ends early; cut to what fits: who waits looks at the clock. */
  static int milliseconds(long nanos) {
    return nanos < 0
        ? -1
        : (int) Math.min(Math.ceilDiv(nanos, NANOS_PER_MILLISECOND), Integer.MAX_VALUE);
  }

  private static long offset(String member) {
    return UnixLayouts.pollfd.byteOffset(groupElement(member));
  }
}
