// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;
import org.packetloom.platform.unix.Errno;
import org.packetloom.platform.unix.WaitMemory;

/**
 * The calls of kqueue(2), as Java methods: a collaborator, so that tests can bring those of a
 * library that imitates it. Each returns the result or the negated error number.
 */
public interface KqueueCalls {
  /** What structs look like to these calls. */
  KeventLayout layout();

  int kqueue();

  /**
   * kevent(2) that makes changes and gathers nothing. It stops at the first change that fails, and
   * tells why.
   *
   * @param changes in any memory
   */
  int change(int kq, MemorySegment changes, int count, Errno errno);

  /** kevent(2) that gathers events, for nanoseconds; 0 not to wait, negative for no limit. */
  int kevent(int kq, MemorySegment events, int most, long timeoutNanos, WaitMemory memory);

  /** Whether there are events; takes none. */
  boolean hasEvents(int kq);

  /** A descriptor that is readable while there are events. */
  OptionalInt descriptor(int kq);

  int close(int kq);
}
