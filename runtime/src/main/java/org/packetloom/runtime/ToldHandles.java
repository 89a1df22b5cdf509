// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the poller has told of and has not been run yet, in the order of telling.
 *
 * <p>The queue is of numbers: a reference stored for each event would cost the collector's barrier,
 * with a fence that has the processor wait for memory before it looks at the next event. A number
 * stands for a handle from {@link #enroll} to {@link #leave}, and may be given to another after
 * that: who comes to a number in the queue that is no longer what it was finds nobody, or one who
 * has nothing to do.
 *
 * <p>A handle enrols before the poller learns of it, so whoever is told is found in the table.
 */
final class ToldHandles {
  private static final int INITIAL_CAPACITY = 64;

  private final ReentrantLock tableLock = new ReentrantLock();
  private volatile @Nullable WatchedHandle[] table = // replaced and written under tableLock
      new WatchedHandle[INITIAL_CAPACITY];
  private int[] free = new int[INITIAL_CAPACITY]; // guarded by tableLock; a stack of numbers
  private int freeCount; // guarded by tableLock
  private int used; // guarded by tableLock; numbers from here on were never given out

  // the pumping thread's: the queue is queue[first..end)
  private int[] queue = new int[INITIAL_CAPACITY];
  private int first;
  private int end;
  private int done; // how many had something to do

  /** Gives a handle its number. */
  int enroll(WatchedHandle handle) {
    tableLock.lock();
    try {
      if (freeCount == 0 && used == table.length) {
        free = new int[2 * used];
        table = Arrays.copyOf(table, 2 * used);
      }
      int number = freeCount > 0 ? free[--freeCount] : used++;
      table[number] = handle;
      return number;
    } finally {
      tableLock.unlock();
    }
  }

  /** Takes a number back; called once for each. */
  void leave(int number) {
    tableLock.lock();
    try {
      table[number] = null;
      free[freeCount++] = number;
    } finally {
      tableLock.unlock();
    }
  }

  // ---- the pumping thread's

  void add(int number) {
    if (end == queue.length) {
      makeRoom();
    }
    queue[end++] = number;
  }

  private void makeRoom() {
    int[] larger = first == 0 ? new int[2 * end] : queue;
    System.arraycopy(queue, first, larger, 0, end - first);
    end -= first;
    first = 0;
    queue = larger;
  }

  int size() {
    return end - first;
  }

  /** Runs all that are there now, unless the first failure is to end that. */
  void runAll(HandlerCalls calls) {
    for (int left = size(); left > 0 && !calls.isEnding(); left--) {
      if (runFirst()) {
        done++;
      }
    }
  }

  /** How many have had something to do since this was asked last. */
  int takeDone() {
    int taken = done;
    done = 0;
    return taken;
  }

  /** Takes the first out and runs its handlers; false if there was nothing to do. */
  boolean runFirst() {
    int number = queue[first++];
    if (first == end) {
      first = 0;
      end = 0;
    }
    WatchedHandle handle = table[number];
    return handle != null && handle.work();
  }
}
