// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.packetloom.platform.Readiness;

/**
 * An array of {@code struct epoll_event}, filled by epoll_wait. Belongs to one thread at a time.
 */
final class EpollEvents {
  private static final long SIZE = Layouts.epoll_event.byteSize();
  private static final long EVENTS = Layouts.epoll_event.byteOffset(groupElement("events"));
  private static final long DATA = Layouts.epoll_event.byteOffset(groupElement("data"));

  private final MemorySegment segment;

  /** Room for a number of events, for as long as the arena lives. */
  EpollEvents(Arena arena, int count) {
    segment = arena.allocate(Layouts.epoll_event, count);
  }

  /** A single event on the heap, to be passed to epoll_ctl. */
  static MemorySegment one(int events, long data) {
    // An array of long, as the struct is aligned where it is not packed.
    MemorySegment event = MemorySegment.ofArray(new long[2]);
    event.set(JAVA_INT_UNALIGNED, EVENTS, events);
    event.set(JAVA_LONG_UNALIGNED, DATA, data);
    return event;
  }

  /** What to pass to epoll_wait. */
  MemorySegment segment() {
    return segment;
  }

  int events(int index) {
    return segment.get(JAVA_INT_UNALIGNED, index * SIZE + EVENTS);
  }

  long data(int index) {
    return segment.get(JAVA_LONG_UNALIGNED, index * SIZE + DATA);
  }

  /** The readiness that the events of one descriptor stand for. */
  static int readiness(int events) {
    int readiness = 0;
    if ((events & Constants.EPOLLIN) != 0) {
      readiness |= Readiness.READABLE;
    }
    if ((events & Constants.EPOLLOUT) != 0) {
      readiness |= Readiness.WRITABLE;
    }
    if ((events & Constants.EPOLLPRI) != 0) {
      readiness |= Readiness.READABLE | Readiness.URGENT;
    }
    if ((events & Constants.EPOLLRDHUP) != 0) {
      readiness |= Readiness.READABLE | Readiness.HANGUP;
    }
    if ((events & (Constants.EPOLLHUP | Constants.EPOLLERR)) != 0) {
      readiness |= Readiness.READABLE | Readiness.WRITABLE | Readiness.HANGUP;
    }
    return readiness;
  }
}
