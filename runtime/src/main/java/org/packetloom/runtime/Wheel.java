// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hierarchical timing wheel, passive and used by one thread at a time.
 *
 * <p>Five levels of 64 buckets: ticks of 2^20 ns (1.05 ms), then each level 32 times as coarse, 19
 * hours in all; what is later waits in the last level and is looked at again. In the finest level
 * an entry is due at the first tick not before its time: never early, at most a tick late. Those of
 * a bucket are visited in the order in which they came.
 *
 * <p>To <em>visit</em> an entry is to look at it: due ones expire, moved ones go where they belong
 * now, disarmed ones leave. As a level reaches twice as far as a bucket of the next one, the next
 * such bucket is <em>opened</em>, which is to visit all of it, at any time from one bucket's length
 * before it begins, and what is due meanwhile comes first. So a bucket may hold very many and makes
 * nothing late.
 *
 * <p>In a coarse level, the bucket of the present tick is empty, and a visited entry goes neither
 * back to where it was nor to that. The finest level's bucket of the present tick has what {@link
 * #advance(long, int)} left and what came in when it was due already.
 */
final class Wheel {
  private static final int LEVELS = 5;
  private static final int RATIO_BITS = 5;
  private static final int SLOT_BITS = 6;
  private static final int SLOTS = 1 << SLOT_BITS;
  private static final int TICK_BITS = 20;

  /** The bucket that no time belongs to. */
  private static final int ASIDE = LEVELS * SLOTS;

  /** Most ticks ahead that an entry can be placed. */
  private static final long FARTHEST = ((SLOTS - 1L) << (LEVELS - 1) * RATIO_BITS) - 1;

  /** No tick. */
  private static final long NONE = Long.MAX_VALUE >> TICK_BITS;

  /** Entries of a coarse bucket that are visited between two looks at what is due. */
  private static final int PIECE = 32;

  private final @Nullable WheelEntry[] buckets = new WheelEntry[ASIDE + 1];

  /** Per level a bit for each bucket that is not empty; the last is that of {@link #ASIDE}. */
  private final long[] occupied = new long[LEVELS + 1];

  /** The last tick that was visited. */
  private long tick;

  /** Whether no entry waits for its time. */
  boolean isEmpty() {
    return (occupied[0] | occupied[1] | occupied[2] | occupied[3] | occupied[4]) == 0;
  }

  /** The time that {@link #advance} must be called at next, NEVER if all buckets are empty. */
  long nextVisit() {
    long first = dueTick();
    for (int level = 1; level < LEVELS; level++) {
      first = Math.min(first, openingTick(level));
    }
    return first == NONE ? WheelEntry.NEVER : first << TICK_BITS;
  }

  /** The first tick of the finest level that has entries, NONE if none has. */
  private long dueTick() {
    return occupied[0] == 0 ? NONE : firstPosition(0);
  }

  /** From when on the first bucket of a coarse level can be opened, NONE if all are empty. */
  private long openingTick(int level) {
    return occupied[level] == 0
        ? NONE
        : Math.max(tick, firstPosition(level) - 1 << level * RATIO_BITS);
  }

  /** Of a level that is not empty the first bucket that is not, counted from the beginning. */
  private long firstPosition(int level) {
    long position = tick >> level * RATIO_BITS;
    long ahead = Long.rotateRight(occupied[level], (int) (position & (SLOTS - 1)));
    return position + Long.numberOfTrailingZeros(ahead);
  }

  /** Visits everything whose time has come. */
  void advance(long now) {
    while (!advance(now, Integer.MAX_VALUE)) {
      // visited two thousand million entries
    }
  }

  /** Visits at most so many entries whose time has come; whether it is sure that none is left. */
  boolean advance(long now, int limit) {
    long last = now >> TICK_BITS;
    int left = limit;
    while (left > 0) {
      int coarse = firstToOpen();
      long opening = coarse == 0 ? NONE : openingTick(coarse);
      long due = dueTick();
      if (due <= last && due < firstBeginning()) {
        tick = due;
        left -= visitBucket(0, due, now, left);
      } else if (opening <= last) {
        tick = opening;
        left -= visitBucket(coarse, firstPosition(coarse), now, Math.min(left, PIECE));
      } else {
        tick = Math.max(tick, last);
        return true;
      }
    }
    return false;
  }

  /** The coarse level whose first bucket can be opened first, 0 if all are empty. */
  private int firstToOpen() {
    int found = 0;
    long first = NONE;
    for (int level = 1; level < LEVELS; level++) {
      long opening = openingTick(level);
      if (opening < first) {
        first = opening;
        found = level;
      }
    }
    return found;
  }

  /** The first tick of all coarse buckets that are not empty: the present one stays before it. */
  private long firstBeginning() {
    long first = NONE;
    for (int level = 1; level < LEVELS; level++) {
      if (occupied[level] != 0) {
        first = Math.min(first, firstPosition(level) << level * RATIO_BITS);
      }
    }
    return first;
  }

  private int visitBucket(int level, long position, long now, int limit) {
    int index = level * SLOTS + (int) (position & (SLOTS - 1));
    int count = 0;
    for (WheelEntry entry; count < limit && (entry = buckets[index]) != null; count++) {
      visit(entry, now);
    }
    return count;
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
    while ((dueTick >> level * RATIO_BITS) - (tick >> level * RATIO_BITS) >= SLOTS) {
      level++;
    }
    int shift = level * RATIO_BITS;
    long position = dueTick >> shift;
    insert(entry, level, (int) (position & (SLOTS - 1)));
    return (level == 0 ? dueTick : position - 1 << shift) << TICK_BITS;
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
      occupied[index >> SLOT_BITS] &= ~(1L << (index & (SLOTS - 1)));
    }
    entry.previous = null;
    entry.next = null;
    entry.bucket = -1;
  }
}
