// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who runs each of two pollers: its own thread, or, while there is too little to do for two, the
 * other's.
 *
 * <p>The threads have seats 0 and 1. The state is a word of two bits for each seat:
 *
 * <ul>
 *   <li><b>active</b>: its thread runs, and looks in each round whether it has a guest. Set and
 *       cleared by that thread, but for what is said next.
 *   <li><b>lent</b>: its poller is a guest of the other thread, and its own waits. Set by its own
 *       thread, which is not active any more, and only while the other is active and neither is
 *       lent; cleared by the other thread, which makes it active in the same step.
 * </ul>
 *
 * <p>So a poller has one runner at a time, and each sees what the one before has done: it is handed
 * over by a change of the state. A thread with a guest may park for both pollers. One without stops
 * being active before it parks, and may learn by that that it has just got one.
 */
final class PollerPair {
  private static final int ACTIVE = 1; // these two, moved to the left by the seat
  private static final int LENT = 4;

  private final AtomicInteger state = new AtomicInteger();

  /** The thread of a seat runs from now on. */
  void enter(int seat) {
    state.getAndUpdate(seen -> seen | ACTIVE << seat);
  }

  /**
   * The thread of a seat, which calls this, will not look for a guest until it enters again.
   *
   * @return false if it has one, and goes on
   */
  boolean tryLeave(int seat) {
    int seen = state.get();
    while ((seen & LENT << other(seat)) == 0) {
      if (state.compareAndSet(seen, seen & ~(ACTIVE << seat))) {
        return true;
      }
      seen = state.get();
    }
    return false;
  }

  /** Makes the poller of a seat, whose thread calls this, a guest of the other, if that runs. */
  boolean tryLend(int seat) {
    int seen = state.get();
    int wanted = ACTIVE << other(seat);
    return (seen & (wanted | LENT << seat | LENT << other(seat))) == wanted
        && state.compareAndSet(seen, seen & ~(ACTIVE << seat) | LENT << seat);
  }

  /** Whether the poller of a seat is a guest of the other. */
  boolean isLent(int seat) {
    return (state.get() & LENT << seat) != 0;
  }

  /**
   * The thread of a seat, which calls this, returns the other's poller to its thread, if it has it.
   */
  void giveBack(int seat) {
    if (isLent(other(seat))) { // and nobody else makes that untrue
      state.getAndUpdate(seen -> seen & ~(LENT << other(seat)) | ACTIVE << other(seat));
    }
  }

  static int other(int seat) {
    return 1 - seat;
  }
}
