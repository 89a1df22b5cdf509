// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hierarchical timing wheel, passive and used by one thread at a time.
 *
 * <p>Four levels of 64 buckets: ticks of 2^20 ns (1.05 ms), then each level 64 times as coarse, 4.9
 * hours in all; what is later waits in the last level and is looked at again. An entry lies in the
 * coarsest bucket that begins no later than it is due. When a bucket's time comes, its entries are
 * <em>visited</em>: due ones expire, moved ones go where they belong now, disarmed ones leave. In
 * the finest level an entry is due at the first tick not before its time: never early, at most a
 * tick late. Those of a bucket are visited in the order in which they came.
 *
 * <p>A visited entry never goes back to the buckets of the present tick. So these are empty unless
 * {@link #advance(long, int)} stopped in between, or something came in that was due already.
 */
final class Wheel {
  private static final int LEVELS = 4;
  private static final int LEVEL_BITS = 6;
  private static final int SLOTS = 1 << LEVEL_BITS;
  private static final int TICK_BITS = 20;

  /** The bucket that no time belongs to. */
  private static final int ASIDE = LEVELS * SLOTS;

  /** Most ticks ahead that an entry can be placed. */
  private static final long FARTHEST = (1L << LEVELS * LEVEL_BITS) - (1L << 3 * LEVEL_BITS) - 1;

  private final @Nullable WheelEntry[] buckets = new WheelEntry[ASIDE + 1];

  /** Per level a bit for each bucket that is not empty; the last is that of {@link #ASIDE}. */
  private final long[] occupied = new long[LEVELS + 1];

  /** The last tick that was visited. */
  private long tick;

  /** Whether no entry waits for its time. */
  boolean isEmpty() {
    return (occupied[0] | occupied[1] | occupied[2] | occupied[3]) == 0;
  }

  /** The time of the next tick that {@link #advance} must be called for, NEVER if all are empty. */
  long nextVisit() {
    long first = WheelEntry.NEVER;
    for (int level = 0; level < LEVELS; level++) {
      if (occupied[level] != 0) {
        int shift = level * LEVEL_BITS;
        long position = tick >> shift;
        long ahead = Long.rotateRight(occupied[level], (int) (position & (SLOTS - 1)));
        long due = position + Long.numberOfTrailingZeros(ahead);
        first = Math.min(first, due << shift << TICK_BITS);
      }
    }
    return first;
  }

  /** Visits everything whose time has come. */
  void advance(long now) {
    while (!advance(now, Integer.MAX_VALUE)) {
      // visited two thousand million entries
    }
  }

  /** Visits at most so many entries whose time has come; whether it is sure that none is left. */
  boolean advance(long now, int limit) {
    int left = limit;
    while (true) {
      for (int level = LEVELS - 1; level >= 0; level--) {
        int slot = (int) (tick >> level * LEVEL_BITS) & (SLOTS - 1);
        if ((occupied[level] & 1L << slot) != 0) {
          left = visitBucket(level * SLOTS + slot, now, left);
        }
      }
      if (left == 0) {
        return false;
      }
      long next = nextVisit();
      if (next > now) {
        tick = Math.max(tick, now >> TICK_BITS);
        return true;
      }
      tick = next >> TICK_BITS;
    }
  }

  private int visitBucket(int index, long now, int limit) {
    int left = limit;
    for (WheelEntry entry; left > 0 && (entry = buckets[index]) != null; left--) {
      visit(entry, now);
    }
    return left;
  }

  /** Looks at an entry and puts it where it belongs, or has it expire; see {@link Timeout}. */
  void visit(WheelEntry entry, long now) {
    remove(entry);
    entry.visitAt(WheelEntry.NEVER);
    long due = entry.target();
    if (due == WheelEntry.NEVER) {
      return;
    }
    if (due <= now) {
      entry.expire();
      return;
    }
    entry.visitAt(place(entry, due));
  }

  /**
   * Takes in an entry that is in no bucket, whatever the time.
   *
   * @param due when it is due; the next visit is now if the last one was later
   * @return when it is visited
   */
  long add(WheelEntry entry, long due) {
    if (due >> TICK_BITS >= tick) {
      return place(entry, due);
    }
    insert(entry, 0, (int) tick & (SLOTS - 1));
    return tick << TICK_BITS;
  }

  /** Takes in an entry that is in no bucket and waits for no time. */
  void setAside(WheelEntry entry) {
    insert(entry, LEVELS, 0);
  }

  /** Shows all entries, of which the one that is shown may be removed. */
  void forEach(Consumer<WheelEntry> action) {
    for (WheelEntry first : buckets) {
      for (WheelEntry entry = first; entry != null; ) {
        WheelEntry following = entry.next;
        action.accept(entry);
        entry = following;
      }
    }
  }

  private long place(WheelEntry entry, long due) {
    // the first tick not before the time, and after the one visited last
    long dueTick = Math.max((due >> TICK_BITS) + 1, tick + 1);
    dueTick = Math.min(dueTick, tick + FARTHEST);
    int level = 0;
    while ((dueTick >> level * LEVEL_BITS) - (tick >> level * LEVEL_BITS) >= SLOTS) {
      level++;
    }
    int shift = level * LEVEL_BITS;
    int slot = (int) (dueTick >> shift) & (SLOTS - 1);
    insert(entry, level, slot);
    return dueTick >> shift << shift << TICK_BITS;
  }

  private void insert(WheelEntry entry, int level, int slot) {
    int index = level * SLOTS + slot;
    entry.bucket = index;
    entry.next = null;
    WheelEntry head = buckets[index];
    if (head == null) {
      entry.previous = entry;
      buckets[index] = entry;
      occupied[level] |= 1L << slot;
      return;
    }
    WheelEntry last = head.previous;
    entry.previous = last;
    last.next = entry;
    head.previous = entry;
  }

  /** Takes an entry out of its bucket, if it is in one. */
  void remove(WheelEntry entry) {
    int index = entry.bucket;
    if (index < 0) {
      return;
    }
    WheelEntry head = buckets[index];
    WheelEntry following = entry.next;
    if (entry != head) {
      entry.previous.next = following;
      (following == null ? head : following).previous = entry.previous;
    } else if (following != null) {
      following.previous = entry.previous;
      buckets[index] = following;
    } else {
      buckets[index] = null;
      occupied[index >> LEVEL_BITS] &= ~(1L << (index & (SLOTS - 1)));
    }
    entry.previous = null;
    entry.next = null;
    entry.bucket = -1;
  }
}
