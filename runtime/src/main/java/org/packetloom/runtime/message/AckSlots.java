// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/**
 * What acknowledgements told in the last slots of time.
 *
 * <p>A slot begins with the arrival of an acknowledgement and ends with that of a later one, so
 * that bytes over time is a rate even where acknowledgements come in lumps. The methods are about
 * the last so many slots.
 */
final class AckSlots {
  private static final int COUNT = 32;

  private final long[] ends = new long[COUNT];
  private final long[] progress = new long[COUNT];
  private final long[] acked = new long[COUNT];
  private final long[] queued = new long[COUNT];
  private final boolean[] isStarved = new boolean[COUNT];

  /** Slots ever ended; the last is at this − 1. */
  private long count;

  /**
   * Ends a slot.
   *
   * @param now when
   * @param sentUpTo bytes ever sent up to the newest packet acknowledged
   * @param ackedBytes bytes ever acknowledged
   * @param queuedNanos how long packets waited in the link's queue
   * @param starved whether there was not enough to send
   */
  void end(long now, long sentUpTo, long ackedBytes, long queuedNanos, boolean starved) {
    int at = (int) (count++ % COUNT);
    ends[at] = now;
    progress[at] = sentUpTo;
    acked[at] = ackedBytes;
    queued[at] = queuedNanos;
    isStarved[at] = starved;
  }

  /** Begins anew. */
  void restart(long now, long sentUpTo, long ackedBytes) {
    count = 0;
    end(now, sentUpTo, ackedBytes, 0, false);
  }

  private int at(int ago) {
    return (int) ((count - 1 - ago) % COUNT);
  }

  /** How many of the last slots together take that long, or all; 0 if there are none. */
  int spanning(long nanos) {
    int most = (int) Math.min(count, COUNT) - 1;
    int slots = Math.min(1, most);
    while (slots < most && nanos(slots) < nanos) {
      slots++;
    }
    return Math.max(0, slots);
  }

  long nanos(int slots) {
    return ends[at(0)] - ends[at(slots)];
  }

  /** Bytes that passed the link, or were lost. */
  long passed(int slots) {
    return progress[at(0)] - progress[at(slots)];
  }

  /** Bytes acknowledged. */
  long acked(int slots) {
    return acked[at(0)] - acked[at(slots)];
  }

  /** The least time that packets of a slot waited. */
  long leastQueued(int slots) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < slots; i++) {
      least = Math.min(least, queued[at(i)]);
    }
    return least;
  }

  /** The mean of what packets of the slots waited. */
  long meanQueued(int slots) {
    long sum = 0;
    for (int i = 0; i < slots; i++) {
      sum += queued[at(i)];
    }
    return slots == 0 ? 0 : sum / slots;
  }

  /** Whether there was too little to send in one of them. */
  boolean isStarved(int slots) {
    for (int i = 0; i < slots; i++) {
      if (isStarved[at(i)]) {
        return true;
      }
    }
    return false;
  }
}
