// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.MemorySegment;
import org.packetloom.platform.unix.WaitMemory;

/** The system calls that wait for events; see {@link SystemCalls}. */
interface EventCalls {
  int epoll_create1(int flags);

  /** The event is given by its members. */
  int epoll_ctl(int epfd, int operation, int fd, int events, long data);

  /**
   * Waits for nanoseconds, or milliseconds where epoll_pwait2 is missing; negative for no limit.
   */
  int epoll_wait(int epfd, MemorySegment events, int most, long timeoutNanos, WaitMemory memory);
}
