// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Poller;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/**
 * An engine whose pollers are run by threads beside those that use the connectors: the engines
 * {@code virtual} and {@code thread}, which differ in these threads only.
 */
final class PollingEngine implements Engine {
  /** How long close waits for threads that are still in a handle: 10 s. */
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private static final System.Logger LOG = System.getLogger("org.packetloom");

  private final String name;
  private final Platform platform;
  private final Failures failures;
  private final List<RunningPoller> pollers;
  private final PollerThreads threads;
  private final TimerThread timers;
  private final ThreadFactory threadFactory = Thread.ofVirtual().name("packetloom-", 0).factory();

  /** Handles whose descriptors are open. */
  private final AtomicLong handles = new AtomicLong();

  private PollingEngine(
      String name,
      Platform platform,
      List<Poller> pollers,
      Function<List<RunningPoller>, PollerThreads> run) {
    this.name = name;
    this.platform = platform;
    this.failures = new Failures(platform.errors());
    this.pollers = pollers.stream().map(RunningPoller::new).toList();
    this.threads = run.apply(this.pollers);
    this.timers = new TimerThread(platform.clock());
  }

  /** Starts an engine over pollers that are open, and owns them from now on, even if it throws. */
  static PollingEngine start(
      String name,
      Platform platform,
      List<Poller> pollers,
      Function<List<RunningPoller>, PollerThreads> run) {
    PollingEngine engine = new PollingEngine(name, platform, pollers, run);
    try {
      engine.timers.start();
      engine.threads.start();
      return engine;
    } catch (Throwable e) {
      engine.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String poller() {
    return pollers.getFirst().poller().name();
  }

  @Override
  public Platform platform() {
    return platform;
  }

  @Override
  public Failures failures() {
    return failures;
  }

  @Override
  public Timers timers() {
    return timers;
  }

  @Override
  public ThreadFactory threadFactory() {
    return threadFactory;
  }

  @Override
  public Transfer attach(int descriptor, DescriptorKind kind, Readiness readiness) {
    // descriptors come in steps of two where both ends are in one process: spread by a hash
    int start = (descriptor * 0x9E3779B9 >>> 16) % pollers.size();
    for (int i = 0; i < pollers.size(); i++) {
      RunningPoller candidate = pollers.get((start + i) % pollers.size());
      if (candidate.isAlive()) {
        return candidate.poller().attach(descriptor, kind, readiness);
      }
    }
    return pollers.get(start).poller().attach(descriptor, kind, readiness);
  }

  @Override
  public void opened() {
    handles.incrementAndGet();
  }

  @Override
  public void close(int descriptor, boolean isSlow) {
    if (descriptor < 0) {
      handles.decrementAndGet();
    } else if (isSlow) {
      handles.decrementAndGet(); // first: the engine's end need not wait for data to go out
      Thread.ofPlatform().daemon().name("packetloom-close").start(() -> closeNow(descriptor));
    } else {
      closeNow(descriptor);
      handles.decrementAndGet();
    }
  }

  private void closeNow(int descriptor) {
    // Linux frees the number whatever close(2) returns; an error it reports belongs to data of
    // files, which connectors are not
    int result = platform.descriptors().close(descriptor);
    if (result < 0) {
      LOG.log(System.Logger.Level.DEBUG, () -> "close: " + platform.errors().name(-result));
    }
  }

  @Override
  public void close() {
    boolean isUnused = awaitHandles();
    threads.close();
    timers.close();
    if (isUnused) {
      pollers.forEach(running -> running.poller().close());
    } else {
      // freeing the pollers under a call that is still in progress could hit a descriptor of
      // somebody else: better to keep them
      LOG.log(System.Logger.Level.WARNING, "connectors still in use 10 s after close");
    }
  }

  private boolean awaitHandles() {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (handles.get() > 0) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      Thread.yield();
      LockSupport.parkNanos(this, 100_000);
    }
    return true;
  }

  @Override
  public String toString() {
    return name + "/" + poller();
  }
}
