// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Poller;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;
import org.packetloom.platform.Watch;
import org.packetloom.platform.Watcher;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;

class BlockingMasterTest extends ToolkitTest {
  /** A poller to which nothing is attached, and which is woken again and again. */
  private static final class Idle implements Poller {
    private volatile boolean woken;
    private volatile Thread waiting;

    @Override
    public String name() {
      return "idle";
    }

    @Override
    public Transfer attach(int descriptor, DescriptorKind kind, Readiness readiness) {
      throw new AssertionError("attach");
    }

    @Override
    public Watch watch(int descriptor, Watcher watcher) {
      throw new AssertionError("watch");
    }

    @Override
    public int await(long timeoutNanos) {
      waiting = Thread.currentThread();
      while (!woken) {
        LockSupport.park(this);
      }
      woken = false;
      return 0;
    }

    @Override
    public void dispatch() {}

    @Override
    public void wake() {
      woken = true;
      LockSupport.unpark(waiting);
    }

    @Override
    public OptionalInt descriptor() {
      return OptionalInt.empty();
    }

    @Override
    public void fail(Throwable cause) {
      throw new AssertionError(cause);
    }

    @Override
    public void close() {}
  }

  @Test
  void theThreadThatHandedItsPollerOverReturnsWhenThePollerIsStopped() throws Exception {
    Random random = Seed.random();
    int rounds = Scale.rounds(500);
    for (int i = 0; i < rounds; i++) {
      Idle idle = new Idle();
      RunningPoller poller = new RunningPoller(idle);
      BlockingMaster master = new BlockingMaster();
      master.start(List.of(poller));
      Task<Void> runner =
          startAction(
              () -> {
                while (poller.isAlive()) {
                  master.awaitEvents(List.of(poller));
                }
              });
      for (int wakes = random.nextInt(30); wakes > 0; wakes--) {
        idle.wake();
        Thread.onSpinWait();
      }
      poller.stop();
      runner.result();
      master.close();
    }
  }
}
