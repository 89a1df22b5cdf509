// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.packetloom.event.PumpOption;
import org.packetloom.event.ReactorClosedException;
import org.packetloom.event.TaskDispatcher;

/**
 * The thread that calls {@link #processEvents} does it all.
 *
 * <p>{@code phase} says whether one is in there. Close marks it; if nobody is in there, it frees
 * the core, or else the one who is does so on leaving, and close waits for that, unless it is
 * called by that very thread.
 */
final class PumpMode implements ReactorMode {
  private static final String PROCESS = "process events";

  // phases
  private static final int FREE = 0;
  private static final int PUMPING = 1;
  private static final int CLOSED_WHILE_PUMPING = 2;
  private static final int CLOSED = 3;

  private final ReactorPump pump;
  private final boolean isHandingOver;
  private final AtomicInteger phase = new AtomicInteger(FREE);
  private final CountDownLatch freed = new CountDownLatch(1);

  private @Nullable ReactorCore core; // set by start()
  private @Nullable PumpWait wait; // set by start()
  private volatile Runnable free = () -> {}; // set before CLOSED_WHILE_PUMPING

  PumpMode(@Nullable TaskDispatcher dispatcher) {
    this.pump = new ReactorPump(dispatcher);
    this.isHandingOver = dispatcher != null;
  }

  @Override
  public ReactorQueue queue() {
    return pump;
  }

  @Override
  public void start(ReactorCore started) {
    core = started;
    wait = new PumpWait(started);
    pump.wakeBy(started::wake);
  }

  @Override
  public int processEvents(Duration timeout, PumpOption... options) {
    if (!phase.compareAndSet(FREE, PUMPING)) {
      if (phase.get() >= CLOSED_WHILE_PUMPING) {
        throw new ReactorClosedException(PROCESS);
      }
      throw new IllegalStateException(PROCESS + ": somebody is doing so already");
    }
    ReactorCore own = ensureStarted();
    List<PumpOption> chosen = List.of(options);
    try {
      pump.pumpedBy(Thread.currentThread());
      own.calls().strict(!isHandingOver && chosen.contains(PumpOption.EXIT_ON_FAILURE));
      int count = process(own, timeout, chosen.contains(PumpOption.SOFT_TIMEOUT));
      own.calls().throwKept();
      return count;
    } finally {
      own.calls().strict(false);
      pump.pumpedBy(null);
      leave();
    }
  }

  private ReactorCore ensureStarted() {
    ReactorCore own = core;
    if (own == null) {
      throw new IllegalStateException("not started");
    }
    return own;
  }

  private int process(ReactorCore own, Duration timeout, boolean isSoft) {
    long most = timeout.isNegative() ? -1 : Settings.nanos(timeout);
    long begin = own.now();
    long left = most;
    boolean isWaiting = true;
    while (isWaiting) {
      boolean hasSeen = step(pump.hasReady() ? 0 : left, isSoft);
      int count = pump.run(own.calls());
      if (phase.get() == CLOSED_WHILE_PUMPING && count == 0) {
        throw new ReactorClosedException(PROCESS);
      }
      if (count > 0) {
        return count;
      }
      left = most < 0 ? -1 : Math.max(0, most - (own.now() - begin));
      boolean isTimeLeft = left != 0 || isSoft && own.timers().pending() > 0;
      isWaiting = !hasSeen && isTimeLeft;
    }
    return 0;
  }

  private boolean step(long left, boolean isSoft) {
    PumpWait own = wait;
    if (own == null) {
      throw new IllegalStateException("not started");
    }
    boolean isToTimer = isSoft && !pump.hasReady() && ensureStarted().timers().pending() > 0;
    return own.step(isToTimer ? -1 : left);
  }

  private void leave() {
    if (!phase.compareAndSet(PUMPING, FREE)) {
      finish();
    }
  }

  private void finish() {
    phase.set(CLOSED);
    PumpWait own = wait;
    if (own != null) {
      own.close();
    }
    free.run();
    freed.countDown();
  }

  @Override
  public boolean isRunner() {
    return pump.isPumping();
  }

  @Override
  public void workers(int count) {
    throw new IllegalStateException("workers: the reactor is pumped");
  }

  @Override
  public int workers() {
    return 0;
  }

  @Override
  public int queued() {
    return pump.queued();
  }

  @Override
  public int active() {
    return 0;
  }

  @Override
  public void close(Runnable freeing) {
    free = freeing;
    while (phase.get() < CLOSED_WHILE_PUMPING) { // until it is neither entered nor left meanwhile
      if (phase.compareAndSet(FREE, CLOSED)) {
        finish();
      } else if (phase.compareAndSet(PUMPING, CLOSED_WHILE_PUMPING)) {
        ensureStarted().wake();
        if (!pump.isPumping()) {
          awaitFreed();
        }
      }
    }
  }

  private void awaitFreed() {
    boolean wasInterrupted = false;
    while (freed.getCount() > 0) {
      try {
        freed.await();
      } catch (InterruptedException _) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
