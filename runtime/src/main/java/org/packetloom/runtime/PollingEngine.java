// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import org.packetloom.PollerStatistics;
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
  private final String name;
  private final Platform platform;
  private final Failures failures;
  private final OpenHandles handles;
  private final QueueLocks queueLocks = new QueueLocks();
  private final List<RunningPoller> pollers;
  private final PollerThreads threads;
  private final TimerThread timers;
  private final ThreadFactory threadFactory =
      Thread.ofVirtual().name(LoopThreadFactory.NAME).factory();

  private PollingEngine(
      String name,
      Platform platform,
      List<Poller> pollers,
      Function<List<RunningPoller>, PollerThreads> run) {
    this.name = name;
    this.platform = platform;
    this.failures = new Failures(platform.errors());
    this.handles = new OpenHandles(platform);
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
    return timers.timers();
  }

  @Override
  public QueueLocks queueLocks() {
    return queueLocks;
  }

  @Override
  public ThreadFactory threadFactory() {
    return threadFactory;
  }

  @Override
  public Transfer attach(int descriptor, DescriptorKind kind, Readiness readiness) {
    return RunningPoller.spread(pollers, descriptor).attach(descriptor, kind, readiness);
  }

  @Override
  public List<PollerStatistics> pollers() {
    return RunningPoller.statistics(pollers);
  }

  @Override
  public void opened() {
    handles.opened();
  }

  @Override
  public void close(int descriptor, boolean isSlow) {
    handles.close(descriptor, isSlow);
  }

  @Override
  public void close() {
    boolean isUnused = handles.awaitNone();
    threads.close();
    timers.close();
    if (isUnused) {
      pollers.forEach(running -> running.poller().close());
    }
  }

  @Override
  public String toString() {
    return name + "/" + poller();
  }
}
