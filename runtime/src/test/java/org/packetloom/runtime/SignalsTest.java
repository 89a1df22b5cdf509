// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorClosedByInterruptException;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.Packetloom;
import org.packetloom.event.Signal;
import org.packetloom.event.Signals;
import org.packetloom.platform.SignalKind;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** What {@link Signals} promises, with signals that are none. */
class SignalsTest extends ToolkitTest {
  private static final Duration SOON = Duration.ofMillis(20);

  private final FakeSignals fake = new FakeSignals();
  private Packetloom loom;

  @BeforeEach
  void open() throws IOException {
    loom = new LoomBuilder().open(fake.platform());
  }

  @AfterEach
  void close() {
    loom.close();
  }

  @Test
  void awaitParksUntilOneFiresAndSaysWhich() throws Exception {
    try (Signals signals = loom.signals(Signal.INT, Signal.TERM)) {
      Task<Signal> waiter = start(signals::await).awaitParked();
      fake.fire(SignalKind.TERM);
      assertThat(waiter.result()).isEqualTo(Signal.TERM);
    }
  }

  @Test
  void everyKindHasItsName() throws Exception {
    Signal[] offered = {Signal.TERM, Signal.HUP, Signal.USR1, Signal.USR2};
    try (Signals signals = loom.signals(Signal.INT, offered)) {
      for (Signal kind : signals.kinds()) {
        fake.fire(SignalKind.valueOf(kind.name()));
        assertThat(signals.await()).isEqualTo(kind);
      }
      assertThat(signals.kinds()).hasSize(5);
    }
  }

  @Test
  void eachKindIsRememberedOnceInTheOrderOfTheFirst() throws Exception {
    try (Signals signals = loom.signals(Signal.INT, Signal.TERM, Signal.HUP)) {
      fake.fire(SignalKind.HUP, SignalKind.INT, SignalKind.HUP, SignalKind.HUP, SignalKind.INT);
      assertThat(signals.await()).isEqualTo(Signal.HUP);
      fake.fire(SignalKind.HUP);
      assertThat(signals.poll()).contains(Signal.INT);
      assertThat(signals.await(Deadline.NONE)).contains(Signal.HUP);
      assertThat(signals.poll()).isEmpty();
    }
  }

  @Test
  void explicitDeadlineIsAResultAndNotSticky() throws Exception {
    try (Signals signals = loom.signals(Signal.INT)) {
      Deadline deadline = Deadline.after(SOON);
      assertThat(signals.await(deadline)).isEmpty();
      assertThat(deadline.hasPassed()).isTrue();
      fake.fire(SignalKind.INT);
      assertThat(signals.await(deadline)).contains(Signal.INT);
      assertThat(signals.await(deadline)).isEmpty();
    }
  }

  @Test
  void ambientDeadlineIsAFailure() throws Exception {
    try (Signals signals = loom.signals(Signal.INT)) {
      Deadline ambient = Deadline.after(SOON);
      assertThatThrownBy(() -> ambient.call(signals::await))
          .isInstanceOf(ConnectorTimeoutException.class)
          .hasMessageContaining("await signals INT");
      assertThatThrownBy(() -> Deadline.after(SOON).call(() -> signals.await(Deadline.NONE)))
          .isInstanceOf(ConnectorTimeoutException.class);
      assertThat(Deadline.after(Await.LIMIT).call(() -> signals.await(Deadline.after(SOON))))
          .isEmpty();
    }
  }

  @Test
  void interruptKeepsItOpenUnlessChosenOtherwise() throws Exception {
    try (Signals signals = loom.signals(Signal.INT)) {
      Task<Signal> waiter = start(signals::await).awaitParked();
      waiter.interrupt();
      waiter.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
      assertThat(waiter.endedInterrupted()).isTrue();

      signals.interruptPolicy(InterruptPolicy.DEFER);
      Task<Signal> patient = start(signals::await).awaitParked();
      patient.interrupt();
      fake.fire(SignalKind.INT);
      assertThat(patient.result()).isEqualTo(Signal.INT);
      assertThat(patient.endedInterrupted()).isTrue();

      signals.interruptPolicy(InterruptPolicy.CLOSE);
      Task<Signal> closing = start(signals::await).awaitParked();
      closing.interrupt();
      closing.assertFailure().isInstanceOf(ConnectorClosedByInterruptException.class);
      assertThat(signals.isOpen()).isFalse();
      assertThat(fake.taken()).isEmpty();
    }
  }

  @Test
  void closeWakesWhoeverWaitsAndForgets() throws Exception {
    Signals signals = loom.signals(Signal.INT);
    Task<Signal> first = start(signals::await).awaitParked();
    Task<Optional<Signal>> second =
        start(() -> signals.await(Deadline.after(Await.LIMIT))).awaitParked();

    signals.close();
    signals.close();

    first.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
    second.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
    assertThatThrownBy(signals::await).isInstanceOf(ConnectorClosedException.class);
    assertThatThrownBy(signals::poll)
        .isInstanceOf(ConnectorClosedException.class)
        .hasMessageContaining("poll signals INT");
    assertThat(fake.taken()).isEmpty();
  }

  @Test
  void closingTheToolkitGivesTheKindsBack() throws Exception {
    Signals signals = loom.signals(Signal.INT, Signal.HUP);
    Task<Signal> waiter = start(signals::await).awaitParked();

    loom.close();

    waiter.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
    assertThat(signals.isOpen()).isFalse();
    assertThat(fake.taken()).isEmpty();
    assertThatThrownBy(() -> loom.signals(Signal.INT)).isInstanceOf(ConnectorClosedException.class);
    assertThat(fake.taken()).isEmpty();
  }

  @Test
  void severalObjectsEachGetTheSignalAndTheLastGivesItBack() throws Exception {
    Packetloom other = new LoomBuilder().open(fake.platform());
    Signals first = loom.signals(Signal.TERM, Signal.HUP);
    Signals second = loom.signals(Signal.TERM);
    Signals third = other.signals(Signal.TERM);
    fake.fire(SignalKind.TERM);
    for (Signals signals : List.of(first, second, third)) {
      assertThat(signals.await()).isEqualTo(Signal.TERM);
    }
    first.close();
    assertThat(fake.taken()).containsExactly(SignalKind.TERM);
    other.close();
    fake.fire(SignalKind.TERM);
    assertThat(second.poll()).contains(Signal.TERM);
    second.close();
    assertThat(fake.taken()).isEmpty();
  }

  @Test
  void oneOfSeveralThreadsTakesASignal() throws Exception {
    try (Signals signals = loom.signals(Signal.INT, Signal.TERM)) {
      List<Task<Signal>> waiters = Stream.generate(() -> start(signals::await)).limit(3).toList();
      waiters.forEach(Task::awaitParked);

      fake.fire(SignalKind.INT);
      Await.until("one ends", () -> waiters.stream().anyMatch(Task::hasEnded));
      assertThat(signals.poll()).isEmpty();
      assertThat(waiters.stream().filter(Task::hasEnded)).hasSize(1);
      fake.fire(SignalKind.TERM);
      Await.until("two end", () -> waiters.stream().filter(Task::hasEnded).count() == 2);
      fake.fire(SignalKind.TERM);

      assertThat(waiters)
          .extracting(Task::result)
          .containsExactlyInAnyOrder(Signal.INT, Signal.TERM, Signal.TERM);
    }
  }

  @Test
  void refusedKindTakesNone() {
    assertThatThrownBy(() -> loom.signals(Signal.INT, Signal.TERM, Signal.QUIT))
        .isInstanceOfSatisfying(
            CapabilityException.class,
            e -> {
              assertThat(e.capability()).isEqualTo("signal QUIT");
              assertThat(e.reason()).isEqualTo("a test refuses it");
              assertThat(e.remedy()).isEqualTo("ask for less");
            });
    assertThat(fake.taken()).isEmpty();
  }

  @Test
  void sameKindTwiceCountsOnce() throws Exception {
    try (Signals signals = loom.signals(Signal.INT, Signal.INT)) {
      fake.fire(SignalKind.INT);
      assertThat(signals.kinds()).containsExactly(Signal.INT);
      assertThat(signals.poll()).contains(Signal.INT);
      assertThat(signals.poll()).isEmpty();
      assertThat(signals).hasToString("signals INT");
    }
    assertThat(fake.taken()).isEmpty();
  }
}
