// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;
import org.packetloom.event.ReactorClosedException;
import org.packetloom.platform.ForwardingPoller;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.suite.Task;

/** Wakes that come at the worst moment: while a reactor that was busy looks without waiting. */
@EachPoller
class ReactorWakeTest extends ToolkitTest {
  @Parameter(0)
  String poller = "";

  /** Ends a reactor while its poller is being asked what is ready, and has that use the wake up. */
  private static final class Meeting extends TestedPlatform {
    private final CountDownLatch woken = new CountDownLatch(1);
    private final CompletableFuture<Task<Void>> ending = new CompletableFuture<>();
    private volatile Meeter last; // that of the reactor, once it is open
    private volatile Reactor reactor; // null until it is to be ended
    private volatile boolean isRegistered; // nobody registers any more
    private volatile Pair pair; // what keeps it busy; set before the reactor
    private volatile Thread ender;

    @Override
    protected Poller poller(Poller real) {
      Meeter made = new Meeter(real);
      last = made;
      return made;
    }

    private void end() {
      ender = Thread.currentThread();
      reactor.close();
    }

    private final class Meeter extends ForwardingPoller {
      private int found; // by the last wait; the dispatcher's

      Meeter(Poller real) {
        super(real);
      }

      @Override
      public void wake() {
        super.wake();
        if (Thread.currentThread() == ender) {
          woken.countDown();
        }
      }

      @Override
      public int await(long timeoutNanos) throws PollerException {
        boolean isLook = timeoutNanos == 0 && found > 0 && last == this;
        if (isLook && reactor != null && !ending.isDone()) {
          reactor.unregister(pair.first());
          ending.complete(startAction(Meeting.this::end));
          try {
            woken.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        }
        found = super.await(timeoutNanos);
        return found;
      }
    }
  }

  @Test
  void anEndThatMeetsALookIsNoticed() throws Exception {
    Meeting meeting = new Meeting();
    LoomBuilder builder = builder("thread", poller);
    try (Packetloom loom = builder.open(meeting);
        Pair pair = loom.pair("local://");
        Reactor reactor = loom.reactor().workers(1).poller(poller).open()) {
      meeting.pair = pair;
      reactor.register(
          pair.first(),
          Events.WRITE,
          _ -> {
            if (meeting.isRegistered) {
              meeting.reactor = reactor;
            }
          });
      meeting.isRegistered = true;

      Task<Void> ending = meeting.ending.get(20, TimeUnit.SECONDS);

      ending.result(); // which waits for the dispatcher, and did so for ever
      assertThatThrownBy(() -> reactor.register(pair.first(), Events.WRITE, _ -> {}))
          .isInstanceOf(ReactorClosedException.class);
    }
  }
}
