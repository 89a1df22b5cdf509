// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

/** How much arrives, and how often. Written by the runner, read by any thread. */
final class UringPace {
  /**
   * Arrivals told at once from which on writes are submitted together: with fewer, a system call
   * for each costs less than having its thread wait for the others.
   */
  static final int MANY = 12;

  /** What part of the most arrivals is forgotten each time: one in so many. */
  private static final int FADING = 8;

  private final int waitsBeforeStaying;
  private int lately; // arrivals told at once, the most of late
  private volatile boolean isBusy;

  UringPace(int waitsBeforeStaying) {
    this.waitsBeforeStaying = waitsBeforeStaying;
  }

  /** How often a stream has to have waited for a small message before a receive goes on. */
  int waitsBeforeStaying() {
    return waitsBeforeStaying;
  }

  /** Whether many have something to write as well, most likely. */
  boolean isBusy() {
    return isBusy;
  }

  /**
   * The runner has told so many arrivals at once. What was sent together is told together, often
   * without any: that does not count at once.
   */
  void told(int arrivals) {
    lately = Math.max(arrivals, lately - (lately + FADING - 1) / FADING);
    boolean isNow = lately >= MANY;
    if (isNow != isBusy) {
      isBusy = isNow;
    }
  }
}
