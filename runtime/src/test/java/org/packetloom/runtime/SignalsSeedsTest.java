// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.packetloom.Packetloom;
import org.packetloom.event.Signal;
import org.packetloom.event.Signals;
import org.packetloom.platform.SignalKind;
import org.packetloom.suite.Task;

/**
 * What pike did with signals, line by line, and where we differ on purpose. The same with signals
 * of the kernel is in {@link SignalProcessTest}.
 */
@EachPoller
class SignalsSeedsTest extends ToolkitTest {
  private final FakeSignals fake = new FakeSignals();

  @Parameter(0)
  String poller = "";

  private Packetloom loom;

  @BeforeEach
  void open() throws Exception {
    loom = builder("auto", poller).open(fake.platform());
  }

  @AfterEach
  void close() {
    loom.close();
  }

  @Test
  @DisplayName("ZG1: any of a set, each kind remembered once if nobody waits; all who care hear")
  void zg1AnyOfASetRememberedOnce() throws Exception {
    try (Signals signals = loom.signals(Signal.TERM, Signal.INT, Signal.HUP);
        Signals others = loom.signals(Signal.TERM, Signal.INT, Signal.HUP)) {
      fake.fire(SignalKind.INT, SignalKind.INT);
      // differs: it says which
      assertThat(signals.poll()).contains(Signal.INT);
      assertThat(signals.poll()).isEmpty();

      // differs: a signal is one thread's of each object; pike woke all waiters of a set, in a
      // chain. Who wants every thread to hear opens an object for each
      Task<Signal> waiter = start(signals::await).awaitParked();
      Task<Signal> other = start(signals::await).awaitParked();
      fake.fire(SignalKind.HUP);
      fake.fire(SignalKind.TERM);
      assertThat(waiter.result()).isNotEqualTo(other.result());
      assertThat(others.await()).isEqualTo(Signal.INT);
      assertThat(others.await()).isEqualTo(Signal.HUP);
      assertThat(others.await()).isEqualTo(Signal.TERM);
    }
  }

  @Test
  @DisplayName("ZG2 (mistakes): takes what was asked for, gives it back, runs nothing in a handler")
  void zg2TakesNoMoreThanWasAskedFor() throws Exception {
    Signals first = loom.signals(Signal.INT);
    Signals second = loom.signals(Signal.INT, Signal.HUP);
    // pike took all four, and swallowed the others
    assertThat(fake.taken()).containsExactly(SignalKind.INT, SignalKind.HUP);
    // pike went on with the waiter's code inside the handler
    Task<Signal> waiter = start(second::await).awaitParked();
    fake.fire(SignalKind.HUP);
    assertThat(waiter.result()).isEqualTo(Signal.HUP);
    assertThat(waiter.thread()).isNotEqualTo(Thread.currentThread());
    // pike's mask never shrank
    second.close();
    assertThat(fake.taken()).containsExactly(SignalKind.INT);
    first.close();
    assertThat(fake.taken()).isEmpty();
  }

  @Test
  @DisplayName("ZG3: what the console of Windows tells has its kinds, and one event may be several")
  void zg3ConsoleEventsHaveTheirKinds() throws Exception {
    try (Signals signals = loom.signals(Signal.INT, Signal.TERM, Signal.HUP)) {
      fake.fire(SignalKind.INT, SignalKind.TERM); // Ctrl-C and Ctrl-Break
      fake.fire(SignalKind.HUP); // the console is closed
      assertThat(signals.await()).isEqualTo(Signal.INT);
      assertThat(signals.await()).isEqualTo(Signal.TERM);
      assertThat(signals.await()).isEqualTo(Signal.HUP);
    }
    // the user logs off, the system shuts down
    assertThat(Signal.values()).contains(Signal.QUIT);
    assertThat(SignalKind.values()).extracting(Enum::name).contains("QUIT");
  }
}
