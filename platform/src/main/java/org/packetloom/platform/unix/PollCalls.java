// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.MemorySegment;

/** The system calls that wait for events on any Unix; see {@link UnixCalls}. */
public interface PollCalls {
  /**
   * Opens what a wake-up goes through, non-blocking and close-on-exec: an eventfd(2) or a pipe.
   *
   * @param two receives the reading end, and the writing end, which may be the same
   */
  int wakeup(int[] two);

  /**
   * Waits for nanoseconds, or milliseconds where ppoll is missing; negative for no limit; signals
   * stay as they are.
   */
  int ppoll(MemorySegment fds, int count, long timeoutNanos, WaitMemory memory);

  /** The events of one descriptor, without waiting. */
  int poll(int fd, int events);
}
