// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/**
 * What acknowledgements told in the last few slots of time, which end where acknowledgements come.
 *
 * <p>A slot begins with the arrival of an acknowledgement and ends with that of a later one, so
 * that bytes over time is a rate even where acknowledgements come in lumps.
 */
final class AckSlots {
  private static final int COUNT = 16;

  private final long[] ends = new long[COUNT];
  private final long[] resolved = new long[COUNT];
  private final long[] lost = new long[COUNT];
  private final boolean[] isBusy = new boolean[COUNT];
  private final boolean[] isStarved = new boolean[COUNT];

  /** Slots ever ended; the last is at this − 1. */
  private long count;

  /**
   * Ends a slot.
   *
   * @param now when
   * @param resolvedBytes what has been acknowledged or given up ever
   * @param lostBytes what has been given up ever
   * @param busy whether a queue stood all the time
   * @param starved whether there was not enough to send
   */
  void add(long now, long resolvedBytes, long lostBytes, boolean busy, boolean starved) {
    int at = (int) (count++ % COUNT);
    ends[at] = now;
    resolved[at] = resolvedBytes;
    lost[at] = lostBytes;
    isBusy[at] = busy;
    isStarved[at] = starved;
  }

  /** Forgets all but the end of the last. */
  void restart() {
    if (count > 0) {
      int last = at(0);
      long end = ends[last];
      long bytes = resolved[last];
      long gone = lost[last];
      count = 0;
      add(end, bytes, gone, false, false);
    }
  }

  private int at(int ago) {
    return (int) ((count - 1 - ago) % COUNT);
  }

  /** How many of the last slots together have a span, at least one; 0 if there are none. */
  int spanning(long nanos) {
    int most = (int) Math.min(count, COUNT) - 1;
    int slots = Math.min(1, most);
    while (slots < most && ends[at(0)] - ends[at(slots)] < nanos) {
      slots++;
    }
    return Math.max(0, slots);
  }

  /** Time of the last slots. */
  long nanos(int slots) {
    return ends[at(0)] - ends[at(slots)];
  }

  /** Bytes acknowledged or given up in the last slots. */
  long resolved(int slots) {
    return resolved[at(0)] - resolved[at(slots)];
  }

  /** Bytes given up in the last slots. */
  long lost(int slots) {
    return lost[at(0)] - lost[at(slots)];
  }

  /** Whether a queue stood in all of the last slots. */
  boolean isBusy(int slots) {
    for (int i = 0; i < slots; i++) {
      if (!isBusy[at(i)]) {
        return false;
      }
    }
    return slots > 0;
  }

  /** Whether there was too little to send in one of the last slots. */
  boolean isStarved(int slots) {
    for (int i = 0; i < slots; i++) {
      if (isStarved[at(i)]) {
        return true;
      }
    }
    return false;
  }
}
