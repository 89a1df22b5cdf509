// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The growing array of {@code struct pollfd}, and who stands behind each entry. Belongs to the
 * runner of a {@link PollPoller}.
 *
 * <p>Entry 0 is the wake-up descriptor, entry {@code s + 1} belongs to slot {@code s}.
 */
public final class PollEntries {
  /** A descriptor that poll(2) passes over. */
  private static final int NOBODY = -1;

  private static final int INITIAL_CAPACITY = 64;
  private static final long SIZE = UnixLayouts.pollfd.byteSize();
  private static final long FD = UnixLayouts.pollfd.byteOffset(groupElement("fd"));
  private static final long EVENTS = UnixLayouts.pollfd.byteOffset(groupElement("events"));
  private static final long REVENTS = UnixLayouts.pollfd.byteOffset(groupElement("revents"));

  private @Nullable PollInterest[] interests = new PollInterest[INITIAL_CAPACITY]; // by slot
  private Arena arena = Arena.ofShared(); // replaced when the array grows; closed in close()
  private MemorySegment segment = arena.allocate(UnixLayouts.pollfd, INITIAL_CAPACITY + 1L);
  private int slots; // slots from here on have no entry

  public PollEntries(int wakeDescriptor) {
    set(0, wakeDescriptor, Posix.POLLIN);
  }

  /** What to pass to poll(2). */
  public MemorySegment segment() {
    return segment;
  }

  /** The number of entries to poll. */
  public int count() {
    return slots + 1;
  }

  /** Slots are below this. */
  public int slots() {
    return slots;
  }

  /** For what a slot is polled; null if it is nobody's. */
  @Nullable PollInterest interest(int slot) {
    return interests[slot];
  }

  /** The events that the last call found in a slot. */
  public int found(int slot) {
    return Short.toUnsignedInt(segment.get(JAVA_SHORT, (slot + 1) * SIZE + REVENTS));
  }

  /** Whether the last call found the wake-up descriptor readable. */
  public boolean isWoken() {
    return found(-1) != 0;
  }

  /**
   * Polls for what is wanted, in the slot that belongs to it, or passes over that if it is nothing.
   */
  public void install(PollInterest interest) {
    int slot = interest.slot();
    int events = interest.wanted();
    if (slot >= interests.length) {
      grow(Math.max(2 * interests.length, slot + 1));
    }
    for (; slots <= slot; slots++) {
      set(slots + 1, NOBODY, 0);
    }
    interests[slot] = interest;
    set(slot + 1, events == 0 ? NOBODY : interest.descriptor(), events);
  }

  /** Polls for it no longer. */
  public void remove(PollInterest interest) {
    int slot = interest.slot();
    if (slot < slots && interests[slot] == interest) {
      interests[slot] = null;
      set(slot + 1, NOBODY, 0);
    }
  }

  public void close() {
    arena.close();
  }

  private void set(int index, int fd, int events) {
    segment.set(JAVA_INT, index * SIZE + FD, fd);
    segment.set(JAVA_SHORT, index * SIZE + EVENTS, (short) events);
    segment.set(JAVA_SHORT, index * SIZE + REVENTS, (short) 0);
  }

  private void grow(int capacity) {
    interests = Arrays.copyOf(interests, capacity);
    Arena larger = Arena.ofShared();
    MemorySegment copy = larger.allocate(UnixLayouts.pollfd, capacity + 1L);
    MemorySegment.copy(segment, 0, copy, 0, segment.byteSize());
    arena.close();
    arena = larger;
    segment = copy;
  }
}
