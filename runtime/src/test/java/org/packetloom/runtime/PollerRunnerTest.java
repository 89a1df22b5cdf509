// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;
import org.packetloom.platform.Watch;
import org.packetloom.platform.Watcher;
import org.packetloom.suite.Await;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Seed;

/** Two pollers of the engine {@code virtual}, which find what the test has prepared. */
class PollerRunnerTest extends ToolkitTest {
  private static final String FIRST = "packetloom-poller-0";
  private static final String SECOND = "packetloom-poller-1";

  private final Prepared first = new Prepared();
  private final Prepared second = new Prepared();
  private final List<RunningPoller> running =
      List.of(new RunningPoller(first), new RunningPoller(second));
  private final Parking master = new Parking();
  private final VirtualPollerThreads threads = VirtualPollerThreads.over(running, master, 2);

  /** Has events when it is told so. */
  private static final class Prepared implements Poller {
    private final AtomicInteger due = new AtomicInteger();
    private final AtomicInteger told = new AtomicInteger();
    private final AtomicBoolean isRun = new AtomicBoolean();
    private final AtomicBoolean hadTwoRunners = new AtomicBoolean();
    private volatile boolean isBusy; // has an event in each round
    private volatile boolean isWoken;
    private volatile String runner = ""; // who polled last
    private volatile Throwable failing; // by the next poll, if not null
    private volatile Throwable failed;
    private int found; // the runner's; of those that were due

    boolean isDue() {
      return isBusy || isWoken || due.get() > 0 || failing != null;
    }

    @Override
    public String name() {
      return "prepared";
    }

    @Override
    public int await(long timeoutNanos) throws PollerException {
      if (!isRun.compareAndSet(false, true)) {
        hadTwoRunners.set(true);
      }
      runner = Thread.currentThread().getName();
      isWoken = false;
      if (failing != null) {
        throw new PollerException("await: " + failing);
      }
      found = due.getAndSet(0);
      isRun.set(false);
      return found + (isBusy ? 1 : 0);
    }

    @Override
    public void dispatch() {
      told.addAndGet(found);
    }

    @Override
    public void wake() {
      isWoken = true;
    }

    @Override
    public OptionalInt descriptor() {
      return OptionalInt.empty();
    }

    @Override
    public void fail(Throwable cause) {
      failed = cause;
    }

    @Override
    public void close() {}

    @Override
    public Transfer attach(int descriptor, DescriptorKind kind, Readiness readiness) {
      throw new AssertionError("attach");
    }

    @Override
    public Watch watch(int descriptor, Watcher watcher) {
      throw new AssertionError("watch");
    }
  }

  /** Looks from time to time whether there is something for those who wait. */
  private final class Parking implements VirtualPollerThreads.Master {
    private final AtomicInteger waitsForBoth = new AtomicInteger();

    @Override
    public void start(List<RunningPoller> pollers) {}

    @Override
    public void awaitEvents(List<RunningPoller> pollers) {
      if (pollers.size() > 1) {
        waitsForBoth.incrementAndGet();
      }
      do { // once at least, as a real one: else two busy threads leave no carrier to the test
        LockSupport.parkNanos(this, 100_000);
      } while (pollers.stream().allMatch(RunningPoller::isAlive)
          && pollers.stream().noneMatch(each -> ((Prepared) each.poller()).isDue()));
    }

    @Override
    public void close() {}
  }

  @AfterEach
  void closed() {
    threads.close();
    assertThat(first.hadTwoRunners).isFalse();
    assertThat(second.hadTwoRunners).isFalse();
  }

  private static void tell(Prepared poller, int events) {
    int before = poller.told.get();
    poller.due.addAndGet(events);
    Await.until("events are told", () -> poller.told.get() == before + events);
  }

  private void lendSecond() {
    first.isBusy = true;
    Await.until(
        "the second poller is lent",
        () -> {
          tell(second, 1); // its thread runs, and has nothing to do after
          return second.runner.equals(FIRST);
        });
  }

  @Test
  void aPollerThatHasNothingToTellIsRunByTheOtherThread() {
    threads.start();
    lendSecond();
    tell(second, 3);
    assertThat(first.runner).isEqualTo(FIRST);
  }

  @Test
  void eachThreadRunsItsOwnPollerWhileThereIsEnoughForBoth() {
    threads.start();
    lendSecond();
    second.isBusy = true;
    Await.until("the second poller is back", () -> second.runner.equals(SECOND));
    assertThat(first.runner).isEqualTo(FIRST);
  }

  @Test
  void theThreadThatRunsBothWaitsForBoth() {
    threads.start();
    lendSecond();
    first.isBusy = false;
    Await.until("one waits for both", () -> master.waitsForBoth.get() > 0);
    tell(second, 1);
    tell(first, 1);
    assertThat(first.runner).isEqualTo(second.runner);
  }

  @Test
  void aPollerThatFailsWhileTheOtherThreadRunsItFailsAlone() {
    threads.start();
    lendSecond();
    second.failing = new IllegalStateException("on purpose");
    Await.until("the second fails", () -> second.failed != null);
    tell(first, 1);
    assertThat(second.failed).hasMessageContaining("on purpose");
    assertThat(running.get(0).isAlive()).isTrue();
    assertThat(running.get(1).isAlive()).isFalse();
    assertThat(first.failed).isNull();
  }

  @Test
  void aPollerWhoseHostFailsIsRunByItsOwnThreadAgain() {
    threads.start();
    lendSecond();
    first.failing = new IllegalStateException("on purpose");
    Await.until("the first fails", () -> first.failed != null);
    tell(second, 1);
    assertThat(second.runner).isEqualTo(SECOND);
    assertThat(second.failed).isNull();
  }

  @Test
  void theThreadsEndWhileOneRunsBoth() {
    threads.start();
    lendSecond();
    first.isBusy = false;
    threads.close();
    assertThat(running).noneMatch(RunningPoller::isAlive);
  }

  @Test
  void noEventIsLostHoweverThePollersGoToAndFro() {
    Random random = Seed.random();
    threads.start();
    for (int rounds = Scale.rounds(2000); rounds > 0; rounds--) {
      first.isBusy = random.nextInt(4) == 0;
      second.isBusy = random.nextInt(4) == 0;
      tell(random.nextBoolean() ? first : second, 1 + random.nextInt(3));
    }
  }
}
