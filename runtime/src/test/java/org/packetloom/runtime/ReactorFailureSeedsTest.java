// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.ConnectorClosedException;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;
import org.packetloom.event.Registration;
import org.packetloom.runtime.MortalPlatform.MortalPoller;
import org.packetloom.suite.Await;

/** What fails inside, and who hears of it: line D19 of what packeteer could. */
@EachPoller
class ReactorFailureSeedsTest extends ReactorContract {
  private static final String REASON = "the poller was told to die";

  @TempDir Path folder;

  @Test
  void d19FailuresOfHandlersAreReportedAndEverythingGoesOn() throws Exception {
    try (Reactor reactor = reactor(1).open();
        Pair pair = pair()) {
      Registration failing =
          reactor.register(
              pair.first(),
              Events.READ,
              o -> {
                drain(pair.first());
                throw new IOException("checked");
              });
      reactor.register(
          pair.first(),
          Events.READ,
          o -> {
            told.add(o.events());
            throw new StackOverflowError("an error");
          });
      for (int round = 0; round < 3; round++) {
        send(pair.second(), 1);
        assertThat(next()).isEqualTo(Events.READ);
      }
      settleWorkers(reactor);
      assertThat(failing.isActive()).isTrue();
      assertThat(reported).hasSize(6).extracting(Throwable::getMessage).contains("an error");
      assertThat(reactor.statistics().failed()).isEqualTo(6);
    }
  }

  @Test
  void d19TheListenerIsToldWhichHandlerFailedAndForWhat() throws Exception {
    EventHandler failing =
        o -> {
          throw new AssertionError("it");
        };
    try (Reactor reactor =
        loom.reactor()
            .workers(0)
            .poller(poller)
            .onFailure(
                (handler, occurrence, failure) -> {
                  told.add(handler);
                  told.add(occurrence.events());
                  told.add(failure.getMessage());
                })
            .open()) {
      reactor.register(Events.USER << 3, failing);
      reactor.fire(Events.USER << 3);
      settle(reactor);
      assertThat(all()).containsExactly(failing, Events.USER << 3, "it");
    }
  }

  @Test
  void d19AListenerThatFailsStopsNothing() throws Exception {
    try (Silence _ = new Silence();
        Reactor reactor =
            loom.reactor()
                .workers(1)
                .poller(poller)
                .onFailure(
                    (handler, occurrence, failure) -> {
                      throw new IllegalStateException("the listener too");
                    })
                .open()) {
      reactor.register(
          Events.USER,
          o -> {
            told.add("called");
            throw new IOException("the handler");
          });
      reactor.fire(Events.USER);
      reactor.fire(Events.USER);
      assertThat(List.of(next(), next())).containsOnly("called");
      reactor.once(Duration.ZERO, note("timer"));
      assertThat(next()).isEqualTo("timer");
      assertThat(reactor.statistics().failed()).isEqualTo(2);
    }
  }

  @Test
  void d19RepeatsGoOnAfterAFailure() throws Exception {
    try (Reactor reactor = reactor(2).open()) {
      reactor.every(
          Deadline.after(Duration.ZERO),
          Duration.ofNanos(1),
          4,
          o -> {
            told.add("run");
            throw new IOException("run");
          });
      assertThat(List.of(next(), next(), next(), next())).containsOnly("run");
      Await.until("reports", () -> reported.size() == 4);
    }
  }

  @Test
  void d19AConnectorThatIsClosedBeforeItIsUnregisteredHarmsNobody() throws Exception {
    for (int workers : new int[] {0, 2}) {
      try (Reactor reactor = reactor(workers).open();
          Pair other = pair()) {
        reactor.register(other.first(), Events.READ, o -> told.add(drain(other.first())));
        List<Registration> closed = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          Pair pair = pair();
          closed.add(reactor.register(pair.first(), Events.READ, note("wrong")));
          pair.first().close();
          assertThat(reactor.unregister(pair.first())).isLessThanOrEqualTo(1);
          pair.second().close();
        }
        send(other.second(), 2);
        if (workers == 0) {
          settle(reactor);
        }
        assertThat(next()).isEqualTo(2);
        Await.until("they ended", () -> closed.stream().noneMatch(Registration::isActive));
        Await.until("the other is left", () -> reactor.statistics().connectors() == 1);
        assertThat(told).isEmpty();
      }
    }
  }

  @Test
  void d19WhatIsClosedCannotBeRegistered() throws Exception {
    try (Reactor reactor = pump()) {
      Pair pair = pair();
      pair.close();
      assertThatThrownBy(() -> reactor.register(pair.first(), Events.READ, note()))
          .isInstanceOf(ConnectorClosedException.class);
    }
  }

  @Test
  void d19ARegularFileIsAlwaysReady() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[] {1, 2, 3});
    for (int workers : new int[] {0, 2}) {
      try (FileChannel _ = FileChannel.open(file);
          StreamConnector stream = loom.connect("fd:///" + descriptorOf(file));
          Reactor reactor = reactor(workers).open()) {
        Registration reading =
            reactor.register(stream, Events.READ, o -> told.add(ToolkitTest.readByte(stream)));
        reactor.once(Duration.ofMillis(1), note("timer"));
        Await.until(
            "all of it",
            () -> {
              if (workers == 0) {
                reactor.processEvents(LONG);
              }
              return told.size() >= 6 && told.contains("timer");
            });
        reading.cancel();
        assertThat(all()).containsSubsequence(1, 2, 3, -1);
      }
    }
  }

  /** A toolkit whose pollers can die. */
  private Packetloom mortal(MortalPlatform platform) throws IOException {
    return ToolkitTest.builder("virtual", poller).open(platform);
  }

  /** Waits until two things were told; pumps for that if nobody else does. */
  private void awaitTwo(Reactor reactor, int workers, Duration step) {
    Await.until(
        "two are told",
        () -> {
          if (workers == 0) {
            reactor.processEvents(step);
          }
          return told.size() >= 2;
        });
  }

  @Test
  void d19AFailingPollerIsReportedAndTimersGoOn() throws Exception {
    for (int workers : new int[] {0, 2}) {
      MortalPlatform platform = new MortalPlatform();
      try (Silence _ = new Silence();
          Packetloom other = mortal(platform);
          Reactor reactor = other.reactor().poller(poller).workers(workers).open();
          Pair pair = other.pair("local://")) {
        MortalPoller doomed = platform.opened().getLast();
        Registration reading =
            reactor.register(
                pair.first(),
                Events.READ, // and not for ERROR
                o -> {
                  told.add(o.events());
                  told.add(o.failure().orElseThrow().getMessage());
                });
        doomed.die(REASON);
        awaitTwo(reactor, workers, Duration.ofMillis(1));
        assertThat(next()).isEqualTo(Events.ERROR);
        assertThat(next().toString()).contains(REASON);
        Await.until("it ended", () -> !reading.isActive());
        reactor.once(Duration.ofMillis(2), note("timer"));
        reactor.register(Events.USER, note("user"));
        reactor.fire(Events.USER);
        awaitTwo(reactor, workers, LONG);
        assertThat(all()).containsExactlyInAnyOrder("timer", "user");
        if (workers > 0) {
          reactor.event().post();
        }
        ToolkitTest.assertRoundTrip(pair);
      }
    }
  }

  @Test
  void d19RegisteringAtADeadPollerIsRefusedOrToldToTheHandler() throws Exception {
    MortalPlatform platform = new MortalPlatform();
    try (Silence _ = new Silence();
        Packetloom other = mortal(platform);
        Reactor reactor = other.reactor().poller(poller).workers(1).open();
        Pair pair = other.pair("local://")) {
      platform.opened().getLast().die(REASON);
      reactor.event().post();
      reactor.register(pair.first(), Events.READ, o -> told.add(o.failure().orElseThrow()));
      assertThat(next().toString()).contains(REASON);
      assertNothingRegistered(reactor);
    }
  }
}
