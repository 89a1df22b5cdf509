// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.packetloom.CapabilityException;
import org.packetloom.Packetloom;
import org.packetloom.event.Reactor;
import org.packetloom.event.ReactorClosedException;
import org.packetloom.event.Signal;
import org.packetloom.event.Signals;

/**
 * Hears the signals by which a process is asked to stop (INT, TERM and HUP if there is one), and
 * leaves it to the process how it ends.
 *
 * <p>Where they cannot be had, as with {@code -Xrs}, that is told, and a signal does what it does
 * by default: it ends the process.
 */
final class StopSignal implements AutoCloseable {
  private final Optional<Signals> signals;

  private StopSignal(Optional<Signals> signals) {
    this.signals = signals;
  }

  /**
   * Begins to hear them.
   *
   * @param missing hears why they cannot be had
   */
  static StopSignal open(Packetloom loom, Consumer<Throwable> missing) throws IOException {
    try {
      return new StopSignal(Optional.of(signals(loom)));
    } catch (CapabilityException e) {
      missing.accept(e);
      return new StopSignal(Optional.empty());
    }
  }

  private static Signals signals(Packetloom loom) throws IOException {
    try {
      return loom.signals(Signal.INT, Signal.TERM, Signal.HUP);
    } catch (CapabilityException _) {
      return loom.signals(Signal.INT, Signal.TERM); // a system without terminals that hang up
    }
  }

  /** Waits for the first one; says which. */
  Signal await() throws IOException, InterruptedException {
    if (signals.isEmpty()) {
      new CountDownLatch(1).await();
    }
    return signals.orElseThrow().await();
  }

  /** Has the next one run an action, and the one after that end the process at once. */
  void atNext(Runnable action) {
    Thread.ofVirtual().name("packetloom-stop").start(() -> obey(action));
  }

  /** Has the next one fire an event, to end a loop that waits for events. */
  void fireAtNext(Reactor reactor, long userEvent) {
    Thread.ofVirtual().name("packetloom-stop").start(() -> tell(reactor, userEvent));
  }

  private void tell(Reactor reactor, long userEvent) {
    try {
      await();
      reactor.fire(userEvent);
    } catch (IOException | InterruptedException | ReactorClosedException _) {
      // Closed: the loop has ended by itself.
    }
  }

  private void obey(Runnable action) {
    try {
      await();
      action.run();
      await();
      Runtime.getRuntime().halt(1);
    } catch (IOException | InterruptedException _) {
      // Closed: whatever was to be done is done.
    }
  }

  @Override
  public void close() {
    signals.ifPresent(Signals::close);
  }
}
