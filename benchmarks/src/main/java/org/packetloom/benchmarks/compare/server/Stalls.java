// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Every 500 ms lets as many virtual threads as there are processors do for 200 ms what keeps a
 * carrier from others.
 */
final class Stalls {
  static final long PERIOD_MILLIS = 500;
  static final long STALL_MILLIS = 200;

  private final ThreadFactory threads;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private Future<?> running; // null while there are none; touched by the thread that obeys only

  /** None yet; the threads that stall will come from {@code threads}. */
  Stalls(ThreadFactory threads) {
    this.threads = threads;
  }

  /**
   * Begins.
   *
   * @param kind compute, native or class-init
   */
  void begin(String kind) throws IOException, InterruptedException {
    int count = Runtime.getRuntime().availableProcessors();
    List<? extends Runnable> stalls =
        switch (kind) {
          case "compute" -> Collections.<Runnable>nCopies(count, Stalls::compute);
          case "native" -> FifoStall.make(count);
          case "class-init" -> Collections.nCopies(count, new InitialiserStall());
          default -> throw new IllegalArgumentException("stall " + kind);
        };
    running =
        clock.scheduleAtFixedRate(
            () -> stalls.forEach(stall -> threads.newThread(stall).start()),
            0,
            PERIOD_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /** Begins no more of them. */
  void end() {
    running.cancel(false);
  }

  private static void compute() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STALL_MILLIS);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
