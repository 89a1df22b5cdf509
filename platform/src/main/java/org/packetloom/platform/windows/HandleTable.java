// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.SpinLock;

/**
 * Gives numbers to handles: the descriptors of Windows. Safe for use by any thread.
 *
 * <p>Handles have 64 bits and say nothing of what they are; the seam knows ints. A number is used
 * again only after it was removed, which is after its handle was closed: as on Unix, the caller
 * sees to it that nobody uses it any more by then. The numbers 0 to 2 are kept for the standard
 * streams.
 *
 * <p>The table is written under the lock and read without; one that grew is published before the
 * number that needed it is.
 */
final class HandleTable {
  /** The first number given to a handle that is none of the standard streams. */
  static final int FIRST = 3;

  private static final int INITIAL_CAPACITY = 64;

  private final SpinLock tableLock = new SpinLock();
  private volatile AtomicReferenceArray<@Nullable HandleEntry> table = // replaced under tableLock
      new AtomicReferenceArray<>(INITIAL_CAPACITY);
  private int[] free = new int[INITIAL_CAPACITY]; // guarded by tableLock; a stack of numbers
  private int freeCount; // guarded by tableLock
  private int used = FIRST; // guarded by tableLock; numbers from here on were never used

  /**
   * Adds a handle.
   *
   * @return its number
   */
  int add(HandleEntry entry) {
    tableLock.lock();
    try {
      int number = freeCount > 0 ? free[--freeCount] : takeUnused();
      table.set(number, entry);
      return number;
    } finally {
      tableLock.unlock();
    }
  }

  /**
   * Puts a standard stream in its place.
   *
   * @param number 0 to 2
   * @return false if it is there already
   */
  boolean putStandard(int number, HandleEntry entry) {
    tableLock.lock();
    try {
      boolean isNew = table.get(number) == null;
      if (isNew) {
        table.set(number, entry);
      }
      return isNew;
    } finally {
      tableLock.unlock();
    }
  }

  /** What a number stands for; null if it is none. */
  @Nullable HandleEntry find(int number) {
    AtomicReferenceArray<@Nullable HandleEntry> current = table;
    return number >= 0 && number < current.length() ? current.get(number) : null;
  }

  /** Gives a number up, after its handle was closed. */
  void remove(int number) {
    tableLock.lock();
    try {
      if (table.get(number) != null) {
        table.set(number, null);
        if (number >= FIRST) {
          free[freeCount++] = number;
        }
      }
    } finally {
      tableLock.unlock();
    }
  }

  private int takeUnused() {
    if (used == free.length) {
      AtomicReferenceArray<@Nullable HandleEntry> larger = new AtomicReferenceArray<>(2 * used);
      for (int number = 0; number < used; number++) {
        larger.setPlain(number, table.get(number));
      }
      table = larger;
      free = Arrays.copyOf(free, 2 * used);
    }
    return used++;
  }
}
