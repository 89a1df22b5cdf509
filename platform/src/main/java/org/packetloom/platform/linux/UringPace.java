// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.packetloom.platform.PollerException;

/**
 * How much arrives, how often, and what that means for writes. Written by the runner, read by any
 * thread.
 *
 * <p>The system property {@code packetloom.io_uring.sends} is {@code batched}, and small writes go
 * by the ring while many arrive, or {@code direct}, and each is a system call. The first makes next
 * to no system calls, and parks each writer; the second takes less processor time where a system
 * call costs less than parking does.
 */
final class UringPace {
  /** The system property that chooses. */
  static final String PROPERTY = "packetloom.io_uring.sends";

  /**
   * Arrivals told at once from which on writes are submitted together: with fewer, a system call
   * for each costs less than having its thread wait for the others.
   */
  static final int MANY = 12;

  /** What part of the most arrivals is forgotten each time: one in so many. */
  private static final int FADING = 8;

  private final int waitsBeforeStaying;
  private final boolean isBatching;
  private int lately; // arrivals told at once, the most of late
  private volatile boolean isBusy;

  /**
   * A pace of one poller.
   *
   * @param waitsBeforeStaying how often a small message has to be waited for before a receive goes
   *     on
   * @param isBatching whether small writes may be left to the ring
   */
  UringPace(int waitsBeforeStaying, boolean isBatching) {
    this.waitsBeforeStaying = waitsBeforeStaying;
    this.isBatching = isBatching;
  }

  /** As the system property says. */
  static UringPace chosen() throws PollerException {
    return chosen(System.getProperty(PROPERTY, "batched"));
  }

  /** As a text says. */
  static UringPace chosen(String sends) throws PollerException {
    return switch (sends) {
      case "batched" -> new UringPace(UringKinds.WAITS, true);
      case "direct" -> new UringPace(UringKinds.WAITS, false);
      default ->
          throw new PollerException(
              "system property " + PROPERTY + ": \"" + sends + "\", not batched or direct");
    };
  }

  /** How often a stream has to have waited for a small message before a receive goes on. */
  int waitsBeforeStaying() {
    return waitsBeforeStaying;
  }

  /** Whether many have something to write as well, most likely, and may leave it to the ring. */
  boolean isBusy() {
    return isBusy;
  }

  /**
   * The runner has told so many arrivals at once. What was sent together is told together, often
   * without any: that does not count at once.
   */
  void told(int arrivals) {
    if (!isBatching) {
      return;
    }
    lately = Math.max(arrivals, lately - (lately + FADING - 1) / FADING);
    boolean isNow = lately >= MANY;
    if (isNow != isBusy) {
      isBusy = isNow;
    }
  }
}
