// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.unix.PollCalls;
import org.packetloom.platform.unix.UnixLayouts;
import org.packetloom.platform.unix.WaitMemory;

/**
 * Makes levels of edges: watches that were told of one, or ask for more, are looked at by poll(2)
 * until nothing holds of what they ask for. Belongs to the runner, but for what any thread may ask.
 *
 * <p>There is a look before the runner sleeps; while the ring goes on to tell of others there is
 * one now and then. So it is one call for many, and none between two edges that follow each other.
 *
 * <p>A look takes part in open files for a moment. Whoever ends a watch says so, and then waits for
 * the end of a look that is under way: one that begins later leaves the watch out.
 */
final class UringLevels {
  /** Waits that find completions before there is a look all the same. */
  private static final int PATIENCE = 16;

  /** Entries of one call: a process may be allowed few descriptors, and a call no more entries. */
  private static final int PART = 256;

  private static final int INITIAL_CAPACITY = 64;
  private static final long SIZE = UnixLayouts.pollfd.byteSize();
  private static final long FD = UnixLayouts.pollfd.byteOffset(groupElement("fd"));
  private static final long EVENTS = UnixLayouts.pollfd.byteOffset(groupElement("events"));
  private static final long REVENTS = UnixLayouts.pollfd.byteOffset(groupElement("revents"));

  private final PollCalls polls;
  private final Arena memoryArena = Arena.ofShared(); // closed in close()
  private final WaitMemory memory = new WaitMemory(memoryArena);
  private @Nullable UringWatch[] watches = new UringWatch[INITIAL_CAPACITY];
  private int[] found = new int[INITIAL_CAPACITY]; // by the last look; of the first that are due
  private Arena arena = Arena.ofShared(); // replaced when there are more; closed in close()
  private MemorySegment entries = arena.allocate(UnixLayouts.pollfd, INITIAL_CAPACITY);
  private int count; // watches to be looked at
  private int due; // of these, the first to be told
  private int told; // of these, the first that were
  private int waits; // since the last look
  private int dispatches = 1; // that one, from the end of the one before on

  private volatile boolean areAny; // as count is
  private volatile boolean isLooking;

  UringLevels(PollCalls polls) {
    this.polls = polls;
  }

  // ---- any thread's

  /** Whether there are watches to be looked at. */
  boolean areAny() {
    return areAny;
  }

  /** Waits for the end of a look; the caller is not the runner, or it is not in one. */
  void awaitLook() {
    while (isLooking) {
      Thread.yield(); // it takes a moment, but may have lost the processor
    }
  }

  // ---- the runner's

  /** Has a watch looked at. */
  void add(UringWatch watch) {
    if (watch.isLookedAt) {
      return;
    }
    if (count == watches.length) {
      grow();
    }
    watch.isLookedAt = true;
    watches[count++] = watch;
    note();
  }

  /** Looks if it is time; the number of watches to be told. */
  int look(int completed) throws PollerException {
    if (completed > 0 && ++waits < PATIENCE || count == 0) {
      return due - told;
    }
    waits = 0;
    told = 0;
    due = 0;
    isLooking = true;
    try {
      int asked = fill();
      int holding = 0;
      for (int first = 0; first < asked; first += PART) {
        holding += poll(first, Math.min(PART, asked - first));
      }
      keep(holding);
    } finally {
      isLooking = false;
    }
    note();
    return due;
  }

  private int poll(int first, int asked) throws PollerException {
    MemorySegment part = first == 0 ? entries : entries.asSlice(first * SIZE);
    int n;
    do {
      n = polls.ppoll(part, asked, 0, memory);
    } while (n == -LinuxErrors.EINTR);
    if (n < 0) {
      throw Failures.poller("ppoll", n);
    }
    return n;
  }

  /** Makes the entries of those who ask for something, and forgets the others; how many. */
  private int fill() {
    int asked = 0;
    for (int i = 0; i < count; i++) {
      UringWatch watch = watch(i);
      int wanted = watch.wanted();
      if (wanted == 0) {
        watch.isLookedAt = false;
      } else {
        long at = asked * SIZE;
        entries.set(JAVA_INT, at + FD, watch.descriptor());
        entries.set(JAVA_SHORT, at + EVENTS, (short) wanted);
        watches[asked++] = watch;
      }
    }
    shrink(asked);
    return asked;
  }

  /** Keeps those of whom something is to be told. */
  private void keep(int most) {
    for (int i = 0; i < count && due < most; i++) {
      int events = Short.toUnsignedInt(entries.get(JAVA_SHORT, i * SIZE + REVENTS));
      UringWatch watch = watch(i);
      if (events != 0 && watch.due(events) != 0) {
        watches[i] = watches[due];
        found[due] = events;
        watches[due++] = watch;
      }
    }
    for (int i = due; i < count; i++) {
      watch(i).isLookedAt = false;
    }
    shrink(due);
  }

  /**
   * Tells those of whom the last look has found something, unless they were told since the last
   * dispatch; which ends with this.
   */
  void tell() {
    while (told < due) {
      int index = told++; // first, so that one that throws costs only its own event
      tell(watch(index), found[index]);
    }
    dispatches++;
  }

  /** Tells of events, once in a dispatch: what is left out holds, and is found by the next look. */
  void tell(UringWatch watch, int events) {
    if (watch.toldIn != dispatches) {
      watch.toldIn = dispatches;
      watch.tell(events);
    }
  }

  private UringWatch watch(int index) {
    UringWatch watch = watches[index];
    if (watch == null) {
      throw new IllegalStateException("no watch");
    }
    return watch;
  }

  private void shrink(int remaining) {
    Arrays.fill(watches, remaining, count, null);
    count = remaining;
  }

  private void note() {
    boolean are = count > 0;
    if (are != areAny) {
      areAny = are;
    }
  }

  private void grow() {
    watches = Arrays.copyOf(watches, 2 * count);
    found = Arrays.copyOf(found, 2 * count);
    arena.close();
    arena = Arena.ofShared();
    entries = arena.allocate(UnixLayouts.pollfd, watches.length);
  }

  void close() {
    arena.close();
    memoryArena.close();
  }
}
