// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/**
 * What acknowledgements told in the slot of time that runs, and in the last ones.
 *
 * <p>A slot begins with the arrival of an acknowledgement and ends with that of a later one, so
 * that bytes over time is a rate even where acknowledgements come in lumps. The methods with a
 * number are about so many of the last slots.
 */
final class AckSlots {
  private static final int COUNT = 32;
  private static final double LEAST_ARRIVING = 0.05;

  private final long[] ends = new long[COUNT];
  private final long[] progress = new long[COUNT];
  private final long[] acked = new long[COUNT];
  private final long[] queued = new long[COUNT];
  private final boolean[] isStarved = new boolean[COUNT];

  /** Slots that have ended since the beginning, which counts as one; the last is at this − 1. */
  private long count;

  // The slot that runs.
  private long began;
  private long delays;
  private int samples;
  private boolean isRunningStarved;

  /**
   * Begins anew.
   *
   * @param now when an acknowledgement came
   * @param sentUpTo bytes ever sent up to the newest packet acknowledged
   * @param ackedBytes bytes ever acknowledged
   */
  void begin(long now, long sentUpTo, long ackedBytes) {
    count = 0;
    end(now, sentUpTo, ackedBytes, 0);
  }

  /** Takes a round-trip time, and whether there was too little to send. */
  void add(long roundTrip, boolean starved) {
    delays += roundTrip;
    samples++;
    isRunningStarved |= starved;
  }

  /** How long the slot that runs does so. */
  long age(long now) {
    return now - began;
  }

  /** The mean round-trip time in the slot that runs, which has a sample. */
  long meanDelay() {
    return delays / samples;
  }

  /**
   * Ends the slot that runs.
   *
   * @param queuedNanos how long its packets waited in the link's queue
   */
  void end(long now, long sentUpTo, long ackedBytes, long queuedNanos) {
    int at = (int) (count++ % COUNT);
    ends[at] = now;
    progress[at] = sentUpTo;
    acked[at] = ackedBytes;
    queued[at] = queuedNanos;
    isStarved[at] = isRunningStarved;
    began = now;
    delays = 0;
    samples = 0;
    isRunningStarved = false;
  }

  private int at(int ago) {
    return (int) ((count - 1 - ago) % COUNT);
  }

  /** How many slots take that long, or all; 0 if none has ended. */
  int spanning(long nanos) {
    int most = (int) Math.min(count, COUNT) - 1;
    int slots = Math.min(1, most);
    while (slots < most && nanos(slots) < nanos) {
      slots++;
    }
    return slots;
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

  /**
   * Bytes per second that passed the link. What is missing is taken to have been lost behind it, as
   * far as that is likely; the rest was dropped by its queue.
   */
  double rate(int slots, LossShare losses, double packet) {
    double arriving = Math.max(LEAST_ARRIVING, 1 - losses.most(passed(slots) / packet));
    return Math.min(passed(slots), acked(slots) / arriving) * 1e9 / nanos(slots);
  }

  /** What leaves the queue, as a part of a capacity, if some share of it is lost behind it. */
  double leaving(int slots, double capacity, double share) {
    if (slots == 0) {
      return 1;
    }
    double rate = acked(slots) * 1e9 / nanos(slots) / (1 - share);
    return Math.clamp(rate, 1, capacity) / capacity;
  }

  /** The shortest mean time that packets of a slot waited. */
  long leastQueued(int slots) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < slots; i++) {
      least = Math.min(least, queued[at(i)]);
    }
    return least;
  }

  /** How long packets waited on average. */
  long meanQueued(int slots) {
    long sum = 0;
    for (int i = 0; i < slots; i++) {
      sum += queued[at(i)];
    }
    return slots == 0 ? 0 : sum / slots;
  }

  /** Whether there was too little to send in any of them. */
  boolean isStarved(int slots) {
    for (int i = 0; i < slots; i++) {
      if (isStarved[at(i)]) {
        return true;
      }
    }
    return false;
  }
}
