// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A hierarchical timing wheel, passive and owned by one thread.
 *
 * <p>Four levels of 64 buckets: ticks of 2^20 ns (1.05 ms), then each level 64 times as coarse, 4.9
 * hours in all; what is later waits in the last level and is looked at again. An entry lies in the
 * coarsest bucket that begins no later than it is due. When a bucket's time comes, its entries are
 * <em>visited</em>: due ones expire, moved ones go where they belong now, disarmed ones leave. In
 * the finest level an entry is due at the first tick not before its time: never early, at most a
 * tick late.
 */
final class Wheel {
  private static final int LEVELS = 4;
  private static final int LEVEL_BITS = 6;
  private static final int SLOTS = 1 << LEVEL_BITS;
  private static final int TICK_BITS = 20;

  /** Most ticks ahead that an entry can be placed. */
  private static final long FARTHEST = (1L << LEVELS * LEVEL_BITS) - (1L << 3 * LEVEL_BITS) - 1;

  private final @Nullable Timeout[] buckets = new Timeout[LEVELS * SLOTS];

  /** Per level a bit for each bucket that is not empty. */
  private final long[] occupied = new long[LEVELS];

  /** The last tick that was visited. */
  private long tick;

  boolean isEmpty() {
    return (occupied[0] | occupied[1] | occupied[2] | occupied[3]) == 0;
  }

  /** The time of the next tick that {@link #advance} must be called for, NEVER if all are empty. */
  long nextVisit() {
    long first = Timeout.NEVER;
    for (int level = 0; level < LEVELS; level++) {
      if (occupied[level] != 0) {
        int shift = level * LEVEL_BITS;
        long position = tick >> shift;
        long ahead = Long.rotateRight(occupied[level], (int) ((position + 1) & (SLOTS - 1)));
        long due = position + 1 + Long.numberOfTrailingZeros(ahead);
        first = Math.min(first, due << shift << TICK_BITS);
      }
    }
    return first;
  }

  /** Visits everything whose time has come. */
  void advance(long now) {
    long last = now >> TICK_BITS;
    while (tick < last) {
      long next = nextVisit();
      if (next > now) {
        tick = last;
        return;
      }
      tick = next >> TICK_BITS;
      for (int level = LEVELS - 1; level >= 0; level--) {
        int shift = level * LEVEL_BITS;
        if ((tick & ((1L << shift) - 1)) == 0) {
          visitBucket(level, (int) (tick >> shift) & (SLOTS - 1), now);
        }
      }
    }
  }

  /** Looks at an entry and puts it where it belongs, or has it expire; see {@link Timeout}. */
  void visit(Timeout timeout, long now) {
    remove(timeout);
    timeout.visitAt(Timeout.NEVER);
    long due = timeout.target();
    if (due == Timeout.NEVER) {
      return;
    }
    if (due <= now) {
      timeout.expire();
      return;
    }
    place(timeout, due);
  }

  private void visitBucket(int level, int slot, long now) {
    int index = level * SLOTS + slot;
    Timeout timeout = buckets[index];
    buckets[index] = null;
    occupied[level] &= ~(1L << slot);
    while (timeout != null) {
      Timeout following = timeout.next;
      timeout.previous = null;
      timeout.next = null;
      timeout.bucket = -1;
      visit(timeout, now);
      timeout = following;
    }
  }

  private void place(Timeout timeout, long due) {
    // the first tick not before the time, and after the one visited last
    long dueTick = Math.max((due >> TICK_BITS) + 1, tick + 1);
    dueTick = Math.min(dueTick, tick + FARTHEST);
    int level = 0;
    while ((dueTick >> level * LEVEL_BITS) - (tick >> level * LEVEL_BITS) >= SLOTS) {
      level++;
    }
    int shift = level * LEVEL_BITS;
    int slot = (int) (dueTick >> shift) & (SLOTS - 1);
    insert(timeout, level, slot);
    long visit = dueTick >> shift << shift << TICK_BITS;
    timeout.visitAt(visit);
  }

  private void insert(Timeout timeout, int level, int slot) {
    int index = level * SLOTS + slot;
    Timeout head = buckets[index];
    timeout.bucket = index;
    timeout.next = head;
    timeout.previous = null;
    if (head != null) {
      head.previous = timeout;
    }
    buckets[index] = timeout;
    occupied[level] |= 1L << slot;
  }

  private void remove(Timeout timeout) {
    int index = timeout.bucket;
    if (index < 0) {
      return;
    }
    if (timeout.previous == null) {
      buckets[index] = timeout.next;
    } else {
      timeout.previous.next = timeout.next;
    }
    if (timeout.next != null) {
      timeout.next.previous = timeout.previous;
    }
    if (buckets[index] == null) {
      occupied[index >> LEVEL_BITS] &= ~(1L << (index & (SLOTS - 1)));
    }
    timeout.previous = null;
    timeout.next = null;
    timeout.bucket = -1;
  }
}
