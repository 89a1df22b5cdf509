// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.packetloom.Pair;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;
import org.packetloom.event.Registration;
import org.packetloom.event.Repetition;
import org.packetloom.suite.Await;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;

/** Registrations that come and go under load lose no event and leave nothing behind. */
@EachPoller
class ReactorFloodTest extends ReactorContract {
  private final AtomicBoolean isOver = new AtomicBoolean();

  private List<Task<Void>> inThreads(int count, Task.Action action) {
    List<Task<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(startAction(action));
    }
    return tasks;
  }

  @Test
  void everyRegistrationIsToldWhoeverElseRegistersMeanwhile() throws Exception {
    try (Reactor reactor = reactor(2).open();
        Pair pair = pair()) {
      int rounds = Scale.rounds(2_000);
      CyclicBarrier together = new CyclicBarrier(2);
      List<Task<Void>> others =
          inThreads(
              1,
              () -> {
                for (int i = 0; i < rounds; i++) {
                  Registration quiet = reactor.register(pair.first(), Events.READ, o -> {});
                  together.await(); // nobody comes after these two, and has either looked at
                  quiet.cancel();
                  together.await();
                }
              });
      for (int i = 0; i < rounds; i++) {
        CountDownLatch isTold = new CountDownLatch(1);
        together.await();
        EventHandler handler = o -> isTold.countDown();
        reactor.register(pair.first(), Events.WRITE, handler, Repetition.ONCE);
        isTold.await();
        together.await();
      }
      others.forEach(Task::result);
      assertNothingRegistered(reactor);
      assertThat(reported).isEmpty();
    }
  }

  @Test
  void aChangeOfEventsIsHeededWheneverItIsMade() throws Exception {
    try (Reactor reactor = reactor(2).open();
        Pair pair = pair()) {
      List<Task<Void>> all =
          inThreads(
              3,
              () -> {
                AtomicInteger calls = new AtomicInteger();
                Registration own =
                    reactor.register(pair.first(), Events.READ, o -> calls.incrementAndGet());
                for (int i = 0; i < Scale.rounds(100); i++) {
                  int before = calls.get();
                  own.events(Events.WRITE);
                  Await.until("it is told", () -> calls.get() > before);
                  own.events(Events.READ);
                }
                own.cancel();
              });
      all.forEach(Task::result);
      assertNothingRegistered(reactor);
    }
  }

  /** Bytes go through many connectors, while others register and cancel handlers of these. */
  @Test
  void aFloodOfRegistrationsLosesNoEventAndLeaksNothing() throws Exception {
    int rounds = Scale.rounds(1_500);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      pairs.add(pair());
    }
    try (Reactor reactor = reactor(3).open()) {
      AtomicLong read = new AtomicLong();
      for (Pair pair : pairs) {
        reactor.register(
            pair.first(), Events.READ, o -> read.addAndGet(Math.max(0, drain(pair.first()))));
      }
      AtomicInteger number = new AtomicInteger();
      List<Task<Void>> flood =
          inThreads(
              3,
              () -> {
                Random random = new Random(Seed.random().nextLong() + number.incrementAndGet());
                while (!isOver.get()) {
                  comeAndGo(reactor, pairs.get(random.nextInt(pairs.size())), random);
                  LockSupport.parkNanos(1_000); // with one processor nobody else runs before
                }
              });
      Random random = Seed.random();
      for (int i = 0; i < rounds; i++) {
        send(pairs.get(random.nextInt(pairs.size())).second(), 1);
      }
      Await.until("all bytes: " + rounds, () -> read.get() == rounds);
      isOver.set(true);
      flood.forEach(Task::result);
      assertThat(reactor.statistics().connectors()).isEqualTo(pairs.size());
      pairs.forEach(each -> assertThat(reactor.unregister(each.first())).isEqualTo(1));
      assertNothingRegistered(reactor);
      assertThat(reactor.statistics().timers()).isZero();
      assertThat(reported).isEmpty();
    } finally {
      for (Pair each : pairs) {
        each.close();
      }
    }
  }

  private static void comeAndGo(Reactor reactor, Pair pair, Random random) throws IOException {
    Repetition[] all = Repetition.values();
    Registration[] self = new Registration[1];
    EventHandler handler =
        switch (random.nextInt(4)) {
          case 0 -> o -> reactor.unregister(o.connector(), e -> {});
          case 1 -> o -> o.again();
          default -> o -> {};
        };
    long events = random.nextBoolean() ? Events.WRITE : Events.WRITE | Events.CLOSE | Events.READ;
    self[0] = reactor.register(pair.first(), events, handler, all[random.nextInt(all.length)]);
    if (random.nextInt(3) == 0) {
      self[0].idleTimeout(Duration.ofSeconds(30));
    }
    if (random.nextInt(3) == 0) {
      self[0].events(Events.READ);
    }
    if (random.nextBoolean()) {
      Thread.yield();
    }
    if (random.nextBoolean()) {
      self[0].cancel();
    } else {
      reactor.unregister(pair.first(), handler);
    }
  }

  @Test
  void handlersRegisterAndCancelInsideOfHandlers() throws Exception {
    try (Reactor reactor = reactor(2).open();
        Pair pair = pair()) {
      int generations = Scale.rounds(200);
      AtomicInteger generation = new AtomicInteger();
      CountDownLatch isDone = new CountDownLatch(1);
      EventHandler[] next = new EventHandler[1];
      next[0] =
          o -> {
            reactor.unregister(pair.first());
            if (generation.incrementAndGet() < generations) {
              reactor.register(pair.first(), Events.WRITE, next[0]);
            } else {
              isDone.countDown();
            }
          };
      reactor.register(pair.first(), Events.WRITE, next[0]);
      isDone.await();
      assertNothingRegistered(reactor);
      assertThat(reactor.statistics().handled()).isEqualTo(generations);
    }
  }
}
