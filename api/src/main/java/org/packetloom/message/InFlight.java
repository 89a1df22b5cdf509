// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams on a simulated link, by their time of arrival and, where that is the same, by their
 * numbers.
 *
 * <p>A binary heap of times and numbers, with the slots that hold the rest. Arrays are kept when
 * they are no longer needed, so that nothing is allocated once the most datagrams of each size have
 * been on the link at once.
 */
final class InFlight {
  private static final int FIRST_CAPACITY = 16;

  /** The smallest array holds 2⁶ bytes; each next class twice as many. */
  private static final int SMALLEST_BITS = 6;

  /** Arrays of more than 2²⁰ bytes are not kept. */
  private static final int CLASSES = 15;

  private final byte[][][] free = new byte[CLASSES][0][];
  private final int[] freeCount = new int[CLASSES];

  // the heap: three arrays side by side
  private long[] times = new long[FIRST_CAPACITY];
  private long[] numbers = new long[FIRST_CAPACITY];
  private int[] slots = new int[FIRST_CAPACITY]; // behind count: those that are free
  private int count;
  private long totalBytes;

  // the slots
  private byte[][] bytes = new byte[FIRST_CAPACITY][];
  private int[] sizes = new int[FIRST_CAPACITY];
  private @Nullable Object[] companions = new @Nullable Object[FIRST_CAPACITY];

  InFlight() {
    Arrays.setAll(slots, i -> i);
  }

  int count() {
    return count;
  }

  /** Bytes of all datagrams. */
  long totalBytes() {
    return totalBytes;
  }

  /** An array of at least so many bytes, to be added. */
  byte[] room(int size) {
    int sizeClass = sizeClass(size);
    if (sizeClass >= CLASSES) {
      return new byte[size];
    }
    if (freeCount[sizeClass] == 0) {
      return new byte[1 << sizeClass + SMALLEST_BITS];
    }
    return free[sizeClass][--freeCount[sizeClass]];
  }

  /** Adds a datagram in an array from {@link #room}, and what belongs to it. */
  void add(byte[] room, int size, @Nullable Object companion, long number, long time) {
    if (count == slots.length) {
      grow();
    }
    int slot = slots[count];
    bytes[slot] = room;
    sizes[slot] = size;
    companions[slot] = companion;
    totalBytes += size;
    riseFrom(count++, slot, number, time);
  }

  private void grow() {
    int larger = 2 * count;
    times = Arrays.copyOf(times, larger);
    numbers = Arrays.copyOf(numbers, larger);
    slots = Arrays.copyOf(slots, larger);
    bytes = Arrays.copyOf(bytes, larger);
    sizes = Arrays.copyOf(sizes, larger);
    companions = Arrays.copyOf(companions, larger);
    for (int i = count; i < larger; i++) {
      slots[i] = i;
    }
  }

  // ---- the first to arrive; there must be one

  long firstTime() {
    return times[0];
  }

  long firstNumber() {
    return numbers[0];
  }

  byte[] firstBytes() {
    return bytes[slots[0]];
  }

  int firstSize() {
    return sizes[slots[0]];
  }

  @Nullable Object firstCompanion() {
    return companions[slots[0]];
  }

  /** Removes the first; its array is for others now. */
  void removeFirst() {
    int slot = slots[0];
    keep(bytes[slot]);
    companions[slot] = null;
    totalBytes -= sizes[slot];
    int last = --count;
    sinkFromTop(slots[last], numbers[last], times[last]);
    slots[last] = slot;
  }

  private void keep(byte[] room) {
    int sizeClass = sizeClass(room.length);
    if (sizeClass >= CLASSES) {
      return;
    }
    int kept = freeCount[sizeClass]++;
    if (kept == free[sizeClass].length) {
      free[sizeClass] = Arrays.copyOf(free[sizeClass], Math.max(FIRST_CAPACITY, 2 * kept));
    }
    free[sizeClass][kept] = room;
  }

  private static int sizeClass(int size) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, size) - 1);
    return Math.max(0, bits - SMALLEST_BITS);
  }

  // ---- the heap

  private void riseFrom(int place, int slot, long number, long time) {
    int at = place;
    while (at > 0) {
      int parent = at - 1 >>> 1;
      if (!isBefore(time, number, parent)) {
        break;
      }
      move(parent, at);
      at = parent;
    }
    put(at, slot, number, time);
  }

  private void sinkFromTop(int slot, long number, long time) {
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child >= count) {
        break;
      }
      if (child + 1 < count && isBefore(times[child + 1], numbers[child + 1], child)) {
        child++;
      }
      if (isBefore(time, number, child)) {
        break;
      }
      move(child, at);
      at = child;
    }
    put(at, slot, number, time);
  }

  /** Times are compared by their difference: they may start anywhere. */
  private boolean isBefore(long time, long number, int place) {
    long difference = time - times[place];
    return difference < 0 || difference == 0 && number < numbers[place];
  }

  private void move(int from, int to) {
    put(to, slots[from], numbers[from], times[from]);
  }

  private void put(int place, int slot, long number, long time) {
    slots[place] = slot;
    numbers[place] = number;
    times[place] = time;
  }
}
