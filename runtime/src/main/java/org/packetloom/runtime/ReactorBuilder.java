// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.packetloom.event.EventFailureListener;
import org.packetloom.event.Reactor;
import org.packetloom.event.TaskDispatcher;
import org.packetloom.platform.Poller;

/** Collects the settings of a reactor and opens it. */
final class ReactorBuilder implements Reactor.Builder {
  private final Loom loom;
  private int workers = -1;
  private String poller = LoomBuilder.AUTO;
  private boolean isConcurrent;
  private @Nullable TaskDispatcher dispatcher; // null as long as tasks are run here
  private EventFailureListener failureListener = HandlerCalls::log;

  ReactorBuilder(Loom loom) {
    this.loom = loom;
  }

  @Override
  public Reactor.Builder workers(int count) {
    if (count < -1) {
      throw new IllegalArgumentException("workers: " + count + ", 0 or more, or -1");
    }
    workers = count;
    return this;
  }

  @Override
  public Reactor.Builder poller(String name) {
    poller = Objects.requireNonNull(name, "name");
    return this;
  }

  @Override
  public Reactor.Builder concurrent() {
    isConcurrent = true;
    return this;
  }

  @Override
  public Reactor.Builder dispatcher(TaskDispatcher receiver) {
    dispatcher = Objects.requireNonNull(receiver, "dispatcher");
    return this;
  }

  @Override
  public Reactor.Builder onFailure(EventFailureListener listener) {
    failureListener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  @Override
  public Reactor open() throws IOException {
    if (dispatcher != null && workers != 0) {
      throw new IllegalStateException("a dispatcher, and workers: say workers(0)");
    }
    loom.ensureOpen("open reactor");
    Engine engine = loom.engine();
    String name = poller.equals(LoomBuilder.AUTO) ? engine.poller() : poller;
    Poller opened = new Engines(engine.platform(), name, 1).openOne();
    ReactorMode mode =
        workers == 0 ? new PumpMode(dispatcher) : new WorkerMode(engine.threadFactory(), workers);
    return RunningReactor.start(loom, mode, opened, this);
  }

  EventFailureListener failureListener() {
    return failureListener;
  }

  /** Whether tasks are run by others than the thread that watches. */
  boolean isHandingOver() {
    return workers != 0 || dispatcher != null;
  }

  boolean isConcurrent() {
    return isConcurrent;
  }
}
