// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes a hang a failure. */
final class Watchdog {
  private Watchdog() {}

  /** Something that may fail, and should not hang. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  /**
   * Runs something on a thread of its own, and gives it up if it takes too long.
   *
   * @throws IOException what it threw, or that it has not ended
   */
  static <T> T call(Duration patience, Work<T> work) throws IOException, InterruptedException {
    FutureTask<T> task = new FutureTask<>(work::run);
    Thread.ofPlatform().name("packetloom-demo").daemon().start(task);
    try {
      return task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      task.cancel(true);
      throw new IOException("not done after " + patience.toSeconds() + " s");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        default -> throw new IllegalStateException(e.getCause());
      }
    }
  }
}
