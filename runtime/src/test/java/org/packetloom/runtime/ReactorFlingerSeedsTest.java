// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.Probe;
import org.packetloom.StreamConnector;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;
import org.packetloom.event.ReactorStatistics;
import org.packetloom.event.Repetition;
import org.packetloom.event.Timer;
import org.packetloom.event.WriteQueue;
import org.packetloom.suite.Await;

/**
 * What packetflinger promised or began: lines F2 to F12 of what we succeed.
 *
 * <p>Left out: F1, which states an aim. Of F11 and F12, comparing handlers is D10, queues are the
 * batches of ZN9. Servers and connections whose backend reads and writes are in {@link
 * DataSeedsTest}.
 */
@EachPoller
class ReactorFlingerSeedsTest extends ReactorContract {
  @TempDir Path folder;

  @BeforeAll
  static void openOnce() throws IOException {
    openWhatJavaKeeps();
  }

  @Test
  void f2AServerListensOnAnyKindOfAddress() throws Exception {
    for (String uri : new String[] {"tcp4://127.0.0.1:0", "local://" + folder.resolve("server")}) {
      try (var server = loom.serve(uri, c -> c.inputStream().transferTo(c.outputStream()));
          StreamConnector client = loom.connect(server.uri())) {
        ToolkitTest.writeByte(client, 9);
        assertThat(ToolkitTest.readByte(client)).isEqualTo(9);
      }
    }
  }

  @Test
  void f3AConnectionIsAnObjectThatCanBeRegisteredAtOnce() throws Exception {
    try (Reactor reactor = reactor(1).open();
        var server =
            loom.serve("tcp4://127.0.0.1:0", c -> c.inputStream().transferTo(c.outputStream()));
        StreamConnector client = loom.connect(server.uri())) {
      reactor.register(client, Events.READ, o -> told.add(ToolkitTest.readByte(client)));
      ToolkitTest.writeByte(client, 5);
      assertThat(next()).isEqualTo(5);
    }
  }

  @Test
  void f4WhatIsWrittenIsTakenAtOnceAndSentAsSoonAsThePeerTakesIt() throws Exception {
    try (Pair pair = pair();
        WriteQueue queue = pair.first().writeQueue(1_000)) {
      fill(pair.first());
      int before = (int) pair.first().bytesWritten();
      for (byte i = 1; i <= 100; i++) {
        assertThat(queue.offer(ByteBuffer.wrap(new byte[] {i, i, i}))).isTrue();
      }
      assertThat(queue.queuedBytes()).isEqualTo(300);
      assertThat(queue.flush(Deadline.after(Duration.ofMillis(2))))
          .as("the peer is slow")
          .isFalse();
      byte[] all = new byte[before + 300];
      pair.second().readFully(all);
      assertThat(queue.flush(Deadline.after(LONG))).isTrue();
      assertThat(queue.queuedBytes()).isZero();
      for (int i = 0; i < 300; i++) {
        assertThat(all[before + i]).as("in order").isEqualTo((byte) (1 + i / 3));
      }
    }
  }

  // On purpose: what waits to be sent has a bound, and that it is reached is a result.
  @Test
  void f4WhatIsTooMuchIsRefusedUntilThereIsRoom() throws Exception {
    try (Pair pair = pair();
        WriteQueue queue = pair.first().writeQueue(1_000)) {
      fill(pair.first());
      int before = (int) pair.first().bytesWritten();
      assertThat(queue.offer(ByteBuffer.allocate(1_000))).isTrue();
      ByteBuffer one = ByteBuffer.allocate(1);
      assertThat(queue.offer(one)).isFalse();
      assertThat(one.remaining()).as("untouched").isOne();
      pair.second().readFully(new byte[before + 1_000]);
      assertThat(queue.awaitRoom(1, Deadline.after(LONG))).isTrue();
      assertThat(queue.offer(one)).isTrue();
      pair.second().readFully(new byte[1]);
    }
  }

  @Test
  void f4AFailureIsToldOnceAndByEveryFurtherCall() throws Exception {
    try (Pair pair = pair();
        WriteQueue queue = pair.first().writeQueue(1_000, (failed, why) -> told.add(why))) {
      fill(pair.first());
      assertThat(queue.offer(ByteBuffer.allocate(10))).isTrue();
      pair.second().close();
      Object failure = next();
      assertThat(failure).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> queue.offer(ByteBuffer.allocate(1))).isSameAs(failure);
      assertThatThrownBy(() -> queue.flush(Deadline.NONE)).isSameAs(failure);
      assertThat(told).as("once").isEmpty();
    }
  }

  // On purpose: the event is that something can be read, and the handler reads it; a server whose
  // handler is given what was read is built on that.
  @Test
  void f5HandlersAreRunByAsManyThreadsAsTheUserSays() throws Exception {
    for (int workers : new int[] {1, 4}) {
      try (Reactor reactor = reactor(workers).open()) {
        CyclicBarrier all = new CyclicBarrier(workers);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
          Pair pair = pair();
          pairs.add(pair);
          reactor.register(
              pair.first(),
              Events.READ,
              o -> {
                told.add(drain(pair.first()));
                all.await();
              });
        }
        for (Pair each : pairs) {
          send(each.second(), 3);
        }
        for (int i = 0; i < workers; i++) {
          assertThat(next()).isEqualTo(3);
        }
        settleWorkers(reactor);
        for (Pair each : pairs) {
          each.close();
        }
      }
    }
  }

  @Test
  void f5OneThreadRunsOneHandlerAtATime() throws Exception {
    try (Reactor reactor = reactor(1).open()) {
      Semaphore inside = new Semaphore(1);
      EventHandler alone =
          o -> {
            told.add(inside.tryAcquire());
            Thread.yield();
            inside.release();
          };
      for (int i = 0; i < 5; i++) {
        reactor.register(Events.USER, alone);
      }
      for (int i = 0; i < 20; i++) {
        reactor.fire(Events.USER);
      }
      for (int i = 0; i < 100; i++) {
        assertThat(next()).isEqualTo(true);
      }
    }
  }

  @Test
  void f6WorkersDoNotGrowByThemselvesAndTheNumbersTellAManagerWhatToDo() throws Exception {
    try (Reactor reactor = reactor(2).open()) {
      Semaphore ends = new Semaphore(0);
      for (int i = 0; i < 10; i++) {
        reactor.register(Events.USER, o -> ends.acquire());
      }
      reactor.fire(Events.USER);
      Await.until("two run", () -> reactor.statistics().queued() == 8);
      ReactorStatistics busy = reactor.statistics();
      assertThat(busy.workers()).isEqualTo(2);
      assertThat(busy.active()).isEqualTo(2);
      assertThat(busy.idle()).isZero();
      assertThat(busy.handled()).isZero();
      ends.release(10);
      Await.until("all ran", () -> reactor.statistics().handled() == 10);
      settleWorkers(reactor);
      assertThat(reactor.statistics().idle()).isEqualTo(2);
      assertThat(reactor.statistics().queued()).isZero();
    }
  }

  @Test
  void f7OneLoopServesAllKindsOfEvents() throws Exception {
    try (Reactor reactor = reactor(2).open();
        Pair pair = pair()) {
      reactor.register(pair.first(), Events.READ, o -> told.add("read " + drain(pair.first())));
      reactor.register(Events.USER, note("user"));
      reactor.once(Duration.ofMillis(1), note("timer"));
      reactor.fire(Events.USER);
      send(pair.second(), 4);
      assertThat(List.of(next(), next(), next()))
          .containsExactlyInAnyOrder("read 4", "user", "timer");
      assertThat(reactor.poller()).isEqualTo(poller);
    }
  }

  @Test
  void f8BytesAreNeitherFramedNorQueued() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      byte[] sent = "any bytes at all\0\r\n".getBytes(StandardCharsets.ISO_8859_1);
      ByteArrayOutputStream received = new ByteArrayOutputStream();
      reactor.register(
          pair.first(),
          Events.READ,
          o -> {
            ByteBuffer some = ByteBuffer.allocate(7);
            pair.first().tryRead(some);
            received.write(some.array(), 0, some.position());
          });
      for (byte each : sent) {
        pair.second().write(new byte[] {each});
      }
      settle(reactor);
      assertThat(received.toByteArray()).isEqualTo(sent);
    }
  }

  // On purpose: nothing is needed beside Java; which pollers the system has is found out when it is
  // asked, and why it lacks the others.
  @Test
  void f9WhatTheSystemHasIsFoundOutAndTold() throws Exception {
    Probe probe = loom.probe();
    assertThat(probe.poller()).isEqualTo(poller);
    assertThat(probe.findings())
        .filteredOn(finding -> finding.kind() == Probe.Kind.POLLER)
        .hasSizeGreaterThan(1)
        .allMatch(finding -> finding.isAvailable() || !finding.detail().isEmpty(), "has a reason")
        .anyMatch(finding -> finding.name().equals(poller) && finding.isAvailable());
  }

  // On purpose: registering a descriptor works, where it was never written; there is no ERROR of
  // the scheduler's own, and system events are refused where that was not recommended.
  @Test
  void f10EverythingThatCouldBeScheduledAndRegisteredCanBe() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      EventHandler handler = note();
      Deadline now = Deadline.after(Duration.ZERO);
      reactor.once(Duration.ZERO, handler);
      reactor.at(now, handler);
      Timer forever = reactor.every(now, Duration.ofNanos(1), handler);
      reactor.every(now, Duration.ofNanos(1), 2, handler);
      reactor.register(pair.first(), Events.WRITE, handler, Repetition.ONCE);
      reactor.register(Events.USER, handler);
      reactor.fire(Events.USER);
      while (forever.runs() < 3 || reactor.statistics().timers() > 1) {
        reactor.processEvents(LONG);
      }
      assertThat(all())
          .contains(Events.WRITE, Events.USER)
          .filteredOn(each -> each.equals(Events.TIMEOUT))
          .hasSizeGreaterThanOrEqualTo(7);
      assertThat(reactor.cancelTimers(handler)).isEqualTo(1);
    }
  }

  @Test
  void f11APipeHasAnEndToReadAndOneToWrite() throws Exception {
    try (Pair pipe = loom.pair("anon://")) {
      ToolkitTest.assertRoundTrip(pipe);
    }
    assertThat(Packetloom.version()).isNotBlank();
  }

  @Test
  void f12TwoHandlersRunInParallelOnThreadsOfTheirOwn() throws Exception {
    try (Reactor reactor = reactor(2).open()) {
      CyclicBarrier both = new CyclicBarrier(2);
      EventHandler meeting =
          o -> {
            both.await();
            told.add(Thread.currentThread());
          };
      reactor.once(Duration.ZERO, meeting);
      reactor.once(Duration.ZERO, meeting);
      assertThat(next()).isNotSameAs(next());
    }
  }

  // A server as promised, in a few lines: a handler is called with what was read.
  @Test
  void f5AHandlerIsInvokedWithDataAlreadyRead() throws Exception {
    interface OnData {
      void read(StreamConnector from, ByteBuffer bytes) throws IOException;
    }
    OnData echo = StreamConnector::write;
    try (Reactor reactor = reactor(2).open();
        Pair pair = pair()) {
      ByteBuffer buffer = ByteBuffer.allocate(100);
      reactor.register(
          pair.first(),
          Events.READ,
          o -> {
            if (pair.first().tryRead(buffer.clear()) > 0) {
              echo.read(pair.first(), buffer.flip());
            }
          });
      ToolkitTest.writeByte(pair.second(), 42);
      assertThat(ToolkitTest.readByte(pair.second())).isEqualTo(42);
    }
  }
}
