// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.packetloom.event.PumpOption;

/** A thread takes the steps, virtual threads run the tasks. */
final class WorkerMode implements ReactorMode {
  /** How long close waits for handlers. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final ReactorWorkers workers;

  private @Nullable ReactorDispatcher dispatcher; // set by start()

  WorkerMode(ThreadFactory threads, int count) {
    this.workers = new ReactorWorkers(threads, resolved(count));
  }

  private static int resolved(int count) {
    return count < 0 ? Runtime.getRuntime().availableProcessors() : count;
  }

  @Override
  public ReactorQueue queue() {
    return workers;
  }

  @Override
  public void start(ReactorCore core) {
    ReactorDispatcher own = new ReactorDispatcher(core);
    own.start();
    dispatcher = own;
  }

  @Override
  public int processEvents(Duration timeout, PumpOption... options) {
    throw new IllegalStateException("processEvents: the reactor has workers");
  }

  @Override
  public boolean isRunner() {
    return false; // it runs nothing of the user's
  }

  @Override
  public void workers(int count) {
    if (count == 0 || count < -1) {
      throw new IllegalArgumentException("workers: " + count + ", 1 or more, or -1");
    }
    workers.limit(resolved(count));
  }

  @Override
  public int workers() {
    return workers.limit();
  }

  @Override
  public int queued() {
    return workers.queued();
  }

  @Override
  public int active() {
    return workers.active();
  }

  @Override
  public void close(Runnable free) {
    ReactorDispatcher own = dispatcher;
    if (own != null) {
      own.close();
    }
    workers.close(PATIENCE_NANOS);
    free.run();
  }
}
