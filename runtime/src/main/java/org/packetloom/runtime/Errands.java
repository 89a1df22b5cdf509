// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Platform threads for calls that hold their thread: as many as there are such calls at once, each
 * gone after two idle seconds.
 */
final class Errands implements AutoCloseable {
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          2,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("packetloom-errand-", 0).factory());

  /** Runs a call; false if the toolkit is closed. */
  boolean run(Runnable call) {
    try {
      threads.execute(call);
      return true;
    } catch (RejectedExecutionException _) {
      return false;
    }
  }

  /** Takes no more calls; those in progress end when they end. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
