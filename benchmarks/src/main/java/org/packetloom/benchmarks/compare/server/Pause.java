// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets a given time pass: the length of a stall or of a measurement, not a guess at a condition.
 */
final class Pause {
  private Pause() {}

  /** Returns after so long, not earlier. */
  static void millis(long millis) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
