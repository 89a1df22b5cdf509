// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Waits for disks, off the carriers: reads of files block their thread.
 *
 * <p>At most four platform threads do it at once; they end after ten idle seconds. The caller waits
 * whatever the waiting rules say, for one bounded piece of work at a time.
 */
final class FileThreads implements AutoCloseable {
  private static final int MOST_THREADS = 4;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          MOST_THREADS,
          MOST_THREADS,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("packetloom-file-", 0).factory());

  FileThreads() {
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Does a piece of work on a thread that may block.
   *
   * @throws java.util.concurrent.RejectedExecutionException if the toolkit was closed
   */
  <T> T call(Supplier<T> work) {
    if (!Thread.currentThread().isVirtual()) {
      return work.get();
    }
    return CompletableFuture.supplyAsync(work, threads).join();
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
