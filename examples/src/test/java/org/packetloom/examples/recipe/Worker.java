// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.packetloom.suite.Await;

/** Something that a virtual thread does meanwhile. */
record Worker<T>(Thread thread, FutureTask<T> task) {
  static <T> Worker<T> start(Callable<T> work) {
    return start(Thread.ofVirtual().factory(), work);
  }

  static <T> Worker<T> start(ThreadFactory threads, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = threads.newThread(task);
    thread.start();
    return new Worker<>(thread, task);
  }

  /** What the work returned, once it is done. */
  T result() throws Exception {
    return task.get(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  /** What the work threw, once it is done; null if it threw nothing. */
  Throwable failure() {
    Throwable thrown = catchThrowable(this::result);
    return thrown instanceof ExecutionException ? thrown.getCause() : thrown;
  }
}
