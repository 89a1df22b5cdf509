// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.packetloom.PollerStatistics;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Poller;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/**
 * The engine {@code loop}: each poller is run by the carrier of the virtual threads that wait for
 * it, so that neither an event nor a wake-up crosses threads.
 *
 * <p>A descriptor is registered with the poller of the loop whose thread first waits for it: that
 * where the thread lives, even if another loop helps out just then.
 */
final class LoopEngine implements Engine, Timers {
  private final Platform platform;
  private final Failures failures;
  private final OpenHandles handles;
  private final QueueLocks queueLocks = new QueueLocks();
  private final List<RunningPoller> pollers;
  private final Loops loops;
  private final ThreadFactory threadFactory;

  private LoopEngine(Platform platform, List<Poller> pollers, Loops.Settings settings) {
    this.platform = platform;
    this.failures = new Failures(platform.errors());
    this.handles = new OpenHandles(platform);
    this.pollers = pollers.stream().map(RunningPoller::new).toList();
    this.loops = new Loops(platform.clock(), this.pollers, settings);
    this.threadFactory = LoopThreadFactory.spreading(loops);
  }

  /** Starts an engine over pollers that are open, and owns them from now on, even if it throws. */
  static LoopEngine start(Platform platform, List<Poller> pollers, Loops.Settings settings) {
    LoopEngine engine = new LoopEngine(platform, pollers, settings);
    try {
      engine.loops.start();
      return engine;
    } catch (Throwable e) {
      engine.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return "loop";
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
  public ThreadFactory threadFactory() {
    return threadFactory;
  }

  @Override
  public ThreadFactory threadFactory(Object group) {
    return LoopThreadFactory.together(loops, group);
  }

  @Override
  public void connecting(NativeAddress peer) {
    if (peer instanceof NativeAddress.Internet(InetSocketAddress internet)) {
      loops.connecting(internet);
    }
  }

  @Override
  public void connected(SocketAddress near) {
    loops.connected(near);
  }

  @Override
  public void notConnected() {
    loops.notConnected();
  }

  // ---- pollers

  @Override
  public Transfer attach(int descriptor, DescriptorKind kind, Readiness readiness) {
    return nearestPoller(descriptor).attach(descriptor, kind, readiness);
  }

  @Override
  public int register(Transfer transfer) {
    Poller nearest = nearestPoller(transfer.descriptor());
    boolean unused = nearest.adopt(transfer); // if not, it stays with the one that made it
    return transfer.register();
  }

  /** That of the loop where the caller lives; for a caller from elsewhere as descriptors spread. */
  private Poller nearestPoller(int descriptor) {
    Loop home = loops.home();
    return home != null && home.poller().isAlive()
        ? home.poller().poller()
        : RunningPoller.spread(pollers, descriptor);
  }

  // ---- timers

  @Override
  public Timers timers() {
    return this;
  }

  @Override
  public QueueLocks queueLocks() {
    return queueLocks;
  }

  @Override
  public Timers nearest() {
    Loop current = loops.current();
    return (current == null ? loops.next() : current).timers();
  }

  @Override
  public long now() {
    return platform.clock().nanoTime() - loops.epoch();
  }

  @Override
  public long roughly() {
    return loops.roughly();
  }

  @Override
  public long at(long nanoTime) {
    return nanoTime - loops.epoch();
  }

  @Override
  public void submit(Timeout timeout, long time) {
    nearest().submit(timeout, time);
  }

  @Override
  public void hurry(long time) {
    loops.all().forEach(loop -> loop.timers().hurry(time));
  }

  // ---- life

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
    loops.close();
    if (isUnused) {
      pollers.forEach(running -> running.poller().close());
    }
  }

  @Override
  public Stream<String> describe() {
    return loops.describe();
  }

  @Override
  public String toString() {
    return name() + "/" + poller();
  }
}
