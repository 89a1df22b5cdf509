// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A growing array of {@code struct pollfd}. Belongs to one thread at a time. */
final class PollFds {
  /** A descriptor that poll(2) passes over. */
  private static final int NOBODY = -1;

  private static final int INITIAL_CAPACITY = 64;
  private static final long SIZE = Layouts.pollfd.byteSize();
  private static final long FD = Layouts.pollfd.byteOffset(groupElement("fd"));
  private static final long EVENTS = Layouts.pollfd.byteOffset(groupElement("events"));
  private static final long REVENTS = Layouts.pollfd.byteOffset(groupElement("revents"));

  private Arena arena = Arena.ofShared(); // replaced with the array; closed in close()
  private MemorySegment segment = arena.allocate(Layouts.pollfd, INITIAL_CAPACITY);

  /** What to pass to poll(2). */
  MemorySegment segment() {
    return segment;
  }

  /** Has an entry polled, the array growing as needed; entries in between must be set as well. */
  void set(int index, int fd, int events) {
    if (index * SIZE >= segment.byteSize()) {
      grow(index);
    }
    segment.set(JAVA_INT, index * SIZE + FD, fd);
    segment.set(JAVA_SHORT, index * SIZE + EVENTS, (short) events);
    segment.set(JAVA_SHORT, index * SIZE + REVENTS, (short) 0);
  }

  /** Has an entry passed over. */
  void clear(int index) {
    set(index, NOBODY, 0);
  }

  /** The events that the last call found. */
  int revents(int index) {
    return Short.toUnsignedInt(segment.get(JAVA_SHORT, index * SIZE + REVENTS));
  }

  void close() {
    arena.close();
  }

  private void grow(int index) {
    Arena larger = Arena.ofShared();
    long capacity = Math.max(2 * segment.byteSize() / SIZE, index + 1L);
    MemorySegment copy = larger.allocate(Layouts.pollfd, capacity);
    MemorySegment.copy(segment, 0, copy, 0, segment.byteSize());
    arena.close();
    arena = larger;
    segment = copy;
  }
}
