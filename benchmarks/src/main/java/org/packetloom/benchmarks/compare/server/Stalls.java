// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Every 500 ms lets as many virtual threads as there are processors do for 200 ms what keeps a
 * carrier from others.
 */
final class Stalls {
  static final long PERIOD_MILLIS = 500;
  static final long STALL_MILLIS = 200;

  private Stalls() {}

  /**
   * Begins, and goes on until the process ends.
   *
   * @param kind compute, native or class-init
   * @param threads makes the threads that stall
   */
  static void start(String kind, ThreadFactory threads) throws Exception {
    int count = Runtime.getRuntime().availableProcessors();
    List<? extends Runnable> stalls =
        switch (kind) {
          case "compute" -> Collections.<Runnable>nCopies(count, Stalls::compute);
          case "native" -> FifoStall.make(count);
          case "class-init" -> Collections.nCopies(count, new InitialiserStall());
          default -> throw new IllegalArgumentException("stall " + kind);
        };
    var clock = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
    clock.scheduleAtFixedRate(
        () -> stalls.forEach(stall -> threads.newThread(stall).start()),
        PERIOD_MILLIS,
        PERIOD_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  private static void compute() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STALL_MILLIS);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
