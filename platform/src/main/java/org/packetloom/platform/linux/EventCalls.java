// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.MemorySegment;

/** The system calls that wait for events; see {@link SystemCalls}. */
interface EventCalls {
  int eventfd(int initial, int flags);

  int epoll_create1(int flags);

  /** The event is given by its members. */
  int epoll_ctl(int epfd, int operation, int fd, int events, long data);

  /**
   * Waits for nanoseconds, or milliseconds where epoll_pwait2 is missing; negative for no limit.
   */
  int epoll_wait(int epfd, MemorySegment events, int most, long timeoutNanos, WaitMemory memory);

  /** Waits for nanoseconds, negative for no limit; signals stay as they are. */
  int ppoll(MemorySegment fds, int count, long timeoutNanos, WaitMemory memory);
}
