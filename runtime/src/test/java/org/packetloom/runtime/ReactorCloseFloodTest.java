// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectorClosedException;
import org.packetloom.Pair;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;
import org.packetloom.event.ReactorClosedException;
import org.packetloom.event.Registration;
import org.packetloom.suite.Await;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Task;

/** Connectors and reactors that are closed while others use them leave nothing behind. */
@EachPoller
class ReactorCloseFloodTest extends ReactorContract {
  private List<Task<Void>> inThreads(int count, Task.Action action) {
    List<Task<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(startAction(action));
    }
    return tasks;
  }

  /** Others open descriptors all the time, which get the numbers of those that were closed. */
  @Test
  void closingBeforeUnregisteringHarmsNoneOfThoseWhoGetTheNumbers() throws Exception {
    try (Reactor reactor = reactor(3).open()) {
      List<Task<Void>> all =
          inThreads(
              3,
              () -> {
                for (int i = 0; i < Scale.rounds(150); i++) {
                  openUseAndClose(reactor);
                }
              });
      all.forEach(Task::result);
      assertNothingRegistered(reactor);
      assertThat(reported).isEmpty();
    }
  }

  @Test
  void closingWhileOthersRegisterLeavesNothing() throws Exception {
    try (Reactor reactor = reactor(2).open()) {
      for (int i = 0; i < Scale.rounds(30); i++) {
        Pair pair = pair();
        List<Task<Void>> registering =
            inThreads(
                2,
                () -> {
                  try {
                    while (true) {
                      reactor.register(pair.first(), Events.READ, note("wrong")).cancel();
                      LockSupport.parkNanos(1_000); // with one processor nobody else runs before
                    }
                  } catch (ConnectorClosedException e) {
                    return;
                  }
                });
        Thread.yield();
        pair.first().close();
        registering.forEach(Task::result);
        pair.second().close();
      }
      assertNothingRegistered(reactor);
      assertThat(told).isEmpty();
    }
  }

  @Test
  void closingTheReactorWhileOthersUseItLeavesNothing() throws Exception {
    try (Pair pair = pair()) {
      for (int i = 0; i < Scale.rounds(5); i++) {
        Reactor reactor = reactor(2).open();
        List<Task<Void>> using =
            inThreads(
                3,
                () -> {
                  try {
                    while (true) {
                      reactor.register(pair.first(), Events.WRITE, o -> reactor.fire(Events.USER));
                      reactor.once(Duration.ofMillis(1), o -> {}).cancel();
                      reactor.register(Events.USER, o -> {}).cancel();
                      LockSupport.parkNanos(1_000); // as above, and some handlers are called
                      reactor.unregister(pair.first());
                    }
                  } catch (ReactorClosedException e) {
                    return;
                  }
                });
        Await.until("it is busy", () -> reactor.statistics().handled() > 5);
        reactor.close();
        using.forEach(Task::result);
        assertThat(reactor.statistics().connectors()).isZero();
        assertThatThrownBy(() -> reactor.register(pair.first(), Events.READ, note()))
            .isInstanceOf(ReactorClosedException.class);
      }
      ToolkitTest.assertRoundTrip(pair);
    }
  }

  private void openUseAndClose(Reactor reactor) throws Exception {
    Pair pair = pair();
    CountDownLatch isRead = new CountDownLatch(1);
    CountDownLatch isClosed = new CountDownLatch(1);
    Registration reading =
        reactor.register(
            pair.first(),
            Events.READ | Events.CLOSE,
            o -> {
              if (o.has(Events.CLOSE)) {
                isClosed.countDown();
              } else if (drain(pair.first()) == 1) {
                isRead.countDown();
              }
            });
    send(pair.second(), 1);
    isRead.await();
    boolean isUnregistered = ThreadLocalRandom.current().nextInt(4) == 0;
    if (isUnregistered) {
      reading.cancel();
    }
    pair.first().close();
    pair.second().close();
    if (!isUnregistered) {
      isClosed.await();
      Await.until("it ends", () -> !reading.isActive());
    }
    assertThat(reading.cancel()).isFalse();
  }
}
