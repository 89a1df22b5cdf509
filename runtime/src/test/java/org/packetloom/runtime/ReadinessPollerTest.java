// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.event.Events;
import org.packetloom.platform.Poller;
import org.packetloom.spi.ReadinessPoller;
import org.packetloom.suite.Await;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Task;

/** What selectors are made of: readiness of many connectors, level-triggered. */
class ReadinessPollerTest extends ToolkitTest {
  /** Tells again and again what it was told. */
  private static final class Told implements ReadinessPoller.Listener {
    private final AtomicLong events = new AtomicLong();

    @Override
    public void ready(long more) {
      events.accumulateAndGet(more, (before, added) -> before | added);
    }

    long take() {
      return events.getAndSet(0);
    }
  }

  private static long awaited(ReadinessPoller poller, Told told) throws Exception {
    long events = 0;
    while (events == 0) {
      int unused = poller.await(-1);
      events = told.take();
    }
    return events;
  }

  /** A wait that has begun, or is about to, if the thread is one that waits in the system. */
  private static Task<Integer> waiting(ThreadFactory threads, ReadinessPoller poller) {
    Task<Integer> task = Task.start(threads, () -> poller.await(-1));
    if (task.thread().isVirtual()) {
      task.awaitParked();
    }
    return task;
  }

  @EachEngine
  void readinessIsToldAsLongAsItHolds(String engine, String poller) throws Exception {
    int before = OpenDescriptors.count();
    try (Packetloom loom = open(engine, poller);
        ReadinessPoller readiness = loom.readinessPoller()) {
      for (String uri : List.of("tcp://127.0.0.1:0", "local://", "anon://")) {
        try (Pair pair = loom.pair(uri)) {
          Told told = new Told();
          ReadinessPoller.Watch watch = readiness.watch(pair.second(), told);
          assertThat(readiness.await(0)).as("not asked").isZero();
          watch.ask(Events.READ);
          assertThat(readiness.await(0)).as(uri).isZero();
          Task<Long> waiting = start(() -> awaited(readiness, told)).awaitParked();
          writeByte(pair.first(), 1);
          assertThat(waiting.result()).as(uri).isEqualTo(Events.READ);
          for (int i = 0; i < 3; i++) {
            assertThat(readiness.await(-1)).as("again").isOne();
          }
          watch.ask(Events.READ | Events.WRITE);
          told.take();
          while (told.events.get() != (Events.READ | Events.WRITE)) {
            int unused = readiness.await(-1);
          }
          readByte(pair.second());
          watch.ask(Events.READ);
          assertThat(readiness.await(0)).as("drained").isZero();
          pair.first().close();
          assertThat(awaited(readiness, told) & Events.READ).as("end").isEqualTo(Events.READ);
          watch.ask(0);
          assertThat(readiness.await(0)).as("nothing asked").isZero();
          watch.ask(Events.READ);
          assertThat(awaited(readiness, told) & Events.READ).isEqualTo(Events.READ);
          watch.end();
          assertThat(readiness.await(0)).as("ended").isZero();
        }
      }
    }
    assertNoneLost(before);
  }

  @EachEngine
  void pipeIsWatchedAtBothDescriptors(String engine, String poller) throws Exception {
    try (Packetloom loom = open(engine, poller);
        ReadinessPoller readiness = loom.readinessPoller();
        var loop = loom.connect("anon://")) {
      Told told = new Told();
      ReadinessPoller.Watch watch = readiness.watch(loop, told);
      watch.ask(Events.READ | Events.WRITE);
      assertThat(awaited(readiness, told)).isEqualTo(Events.WRITE);
      ByteBuffer block = ByteBuffer.allocate(4096);
      while (loop.tryWrite(block.clear()) > 0) {}
      assertThat(awaited(readiness, told)).as("full").isEqualTo(Events.READ);
      loop.shutdownOutput();
      watch.ask(Events.WRITE);
      assertThat(readiness.await(0)).as("the descriptor to write to is closed").isZero();
      watch.ask(Events.READ);
      assertThat(awaited(readiness, told) & Events.READ).isEqualTo(Events.READ);
    }
  }

  @EachEngine
  void bytesThatWereReadBeforehandAreReady(String engine, String poller) throws Exception {
    try (Packetloom loom = open(engine, poller);
        ReadinessPoller readiness = loom.readinessPoller();
        Pair pair = loom.pair("anon://")) {
      Told told = new Told();
      ReadinessPoller.Watch watch = readiness.watch(pair.second(), told);
      writeByte(pair.first(), 1);
      pair.second().peek(ByteBuffer.allocate(1));
      watch.ask(Events.READ);
      assertThat(awaited(readiness, told)).isEqualTo(Events.READ);
      assertThat(awaited(readiness, told)).isEqualTo(Events.READ);
      readByte(pair.second());
      assertThat(readiness.await(0)).isZero();
    }
  }

  @EachEngine
  void wakeEndsTheWaitOrTheNextOne(String engine, String poller) throws Exception {
    try (Packetloom loom = open(engine, poller);
        ReadinessPoller readiness = loom.readinessPoller()) {
      readiness.wake();
      assertThat(readiness.await(-1)).isZero();
      for (var threads : List.of(Thread.ofVirtual(), Thread.ofPlatform())) {
        Task<Integer> waiting = waiting(threads.factory(), readiness);
        readiness.wake();
        assertThat(waiting.result()).isZero();
        Task<Integer> timed = Task.start(threads.factory(), () -> readiness.await(1_000_000));
        assertThat(timed.result()).isZero();
      }
    }
  }

  @EachEngine
  void interruptDoesNotEndTheWaitAndIsKept(String engine, String poller) throws Exception {
    try (Packetloom loom = open(engine, poller);
        ReadinessPoller readiness = loom.readinessPoller();
        Pair pair = loom.pair("local://")) {
      Told told = new Told();
      readiness.watch(pair.second(), told).ask(Events.READ);
      Task<Long> waiting = start(() -> awaited(readiness, told)).awaitParked();
      waiting.interrupt();
      waiting.awaitParked();
      writeByte(pair.first(), 1);
      assertThat(waiting.result()).isEqualTo(Events.READ);
      assertThat(waiting.endedInterrupted()).isTrue();
    }
  }

  @EachEngine
  void ambientDeadlineIsObeyed(String engine, String poller) throws Exception {
    try (Packetloom loom = open(engine, poller);
        ReadinessPoller readiness = loom.readinessPoller()) {
      for (var threads : List.of(Thread.ofVirtual(), Thread.ofPlatform())) {
        Task<Integer> waiting =
            Task.start(
                threads.factory(),
                () -> Deadline.after(Duration.ofMillis(2)).call(() -> readiness.await(-1)));
        waiting.assertFailure().isInstanceOf(ConnectorTimeoutException.class);
      }
    }
  }

  @EachEngine
  void closeEndsTheWait(String engine, String poller) throws Exception {
    int before = OpenDescriptors.count();
    try (Packetloom loom = open(engine, poller);
        Listener listener = loom.listen("tcp4://127.0.0.1:0")) {
      for (var threads : List.of(Thread.ofVirtual(), Thread.ofPlatform())) {
        ReadinessPoller readiness = loom.readinessPoller();
        readiness.watch(listener, _ -> {}).ask(Events.READ);
        Task<Integer> waiting = waiting(threads.factory(), readiness);
        readiness.close();
        waiting.assertFailure().isInstanceOf(ClosedChannelException.class);
        readiness.close();
        assertThatThrownBy(() -> readiness.await(0)).isInstanceOf(ConnectorClosedException.class);
        assertThatThrownBy(() -> readiness.watch(listener, _ -> {}))
            .isInstanceOf(ConnectorClosedException.class);
      }
    }
    assertNoneLost(before);
  }

  @EachEngine
  void closeOfTheToolkitEndsTheWait(String engine, String poller) throws Exception {
    int before = OpenDescriptors.count();
    Packetloom loom = open(engine, poller);
    ReadinessPoller readiness = loom.readinessPoller();
    Listener listener = loom.listen("tcp4://127.0.0.1:0");
    ReadinessPoller.Watch watch = readiness.watch(listener, _ -> {});
    watch.ask(Events.READ);
    Task<Integer> waiting = start(() -> readiness.await(-1)).awaitParked();
    loom.close();
    waiting.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
    watch.ask(Events.WRITE);
    watch.end();
    readiness.wake();
    assertNoneLost(before);
  }

  @EachEngine
  void descriptorNumbersAreUsedAgainWithoutConfusion(String engine, String poller)
      throws Exception {
    try (Packetloom loom = open(engine, poller);
        ReadinessPoller readiness = loom.readinessPoller()) {
      for (int i = 0; i < 50; i++) {
        try (Pair pair = loom.pair("local://")) {
          Told told = new Told();
          readiness.watch(pair.second(), told).ask(Events.READ);
          assertThat(readiness.await(0)).isZero();
          writeByte(pair.first(), i);
          assertThat(awaited(readiness, told)).isEqualTo(Events.READ);
        }
      }
    }
  }

  @Test
  void pollerWithoutDescriptorIsWaitedForElsewhere() throws Exception {
    try (Packetloom loom = open("virtual", "epoll");
        Pair pair = loom.pair("local://")) {
      for (String name : List.of("poll", "io_uring")) {
        Poller own = new Engines(((Loom) loom).engine().platform(), name, 1).openOne();
        try (ReadinessPoller readiness = ConnectorPoller.over((Loom) loom, own)) {
          Told told = new Told();
          readiness.watch(pair.second(), told).ask(Events.READ);
          for (int i = 0; i < 20; i++) {
            Task<Long> waiting = start(() -> awaited(readiness, told)).awaitParked();
            writeByte(pair.first(), i);
            assertThat(waiting.result()).isEqualTo(Events.READ);
            assertThat(readByte(pair.second())).isEqualTo(i);
          }
          Task<Integer> woken = start(() -> readiness.await(-1)).awaitParked();
          readiness.wake();
          assertThat(woken.result()).isZero();
        }
      }
    }
  }

  @Test
  void connectorsWithoutDescriptorAreRefused() throws Exception {
    try (Packetloom loom = open("virtual", "epoll");
        ReadinessPoller readiness = loom.readinessPoller();
        Pair pair = loom.pair("local://")) {
      assertThatThrownBy(() -> readiness.watch(ForeignStream.of(pair.first()), _ -> {}))
          .isInstanceOf(CapabilityException.class);
      pair.first().close();
      assertThatThrownBy(() -> readiness.watch(pair.first(), _ -> {}))
          .isInstanceOf(ConnectorClosedException.class);
      Task<Integer> waiting = start(() -> readiness.await(-1)).awaitParked();
      assertThatThrownBy(() -> readiness.await(0)).isInstanceOf(IllegalStateException.class);
      readiness.wake();
      waiting.result();
    }
  }

  /** Every byte is told of, and every wake ends a wait, however they meet. */
  @EachEngine
  void noByteAndNoWakeIsMissed(String engine, String poller) throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (Packetloom loom = open(engine, poller);
        ReadinessPoller readiness = loom.readinessPoller();
        Pair pair = loom.pair("local://")) {
      Told told = new Told();
      readiness.watch(pair.second(), told).ask(Events.READ);
      AtomicInteger asked = new AtomicInteger();
      AtomicInteger served = new AtomicInteger();
      int rounds = 100;
      Task<Void> waiting =
          startAction(
              () -> {
                while (served.get() < rounds) {
                  int unused = readiness.await(-1);
                  int known = asked.get();
                  if (told.take() != 0) {
                    writeByte(pair.second(), readByte(pair.second()));
                  }
                  served.set(known);
                }
              });
      for (int i = 1; i <= rounds; i++) {
        for (int spins = random.nextInt(2_000); spins > 0; spins--) {
          Thread.onSpinWait();
        }
        if (random.nextBoolean()) {
          writeByte(pair.first(), i & 0x7f);
          assertThat(readByte(pair.first())).as("seed %d", seed).isEqualTo(i & 0x7f);
        }
        asked.set(i);
        readiness.wake();
        int number = i;
        Await.until("wake " + i + ", seed " + seed, () -> served.get() == number);
      }
      waiting.result();
    }
  }
}
