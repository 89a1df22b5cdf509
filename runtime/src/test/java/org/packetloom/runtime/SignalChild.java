// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.packetloom.CapabilityException;
import org.packetloom.Packetloom;
import org.packetloom.event.Signal;
import org.packetloom.event.Signals;

/**
 * A process for {@link SignalProcessTest}: hears the kinds that it is given and prints each that
 * fires, until one fires that has done so; then it gives them back, and waits for its end.
 */
final class SignalChild {
  private SignalChild() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (Packetloom loom = Packetloom.open()) {
      if (arguments.length == 0) {
        refusals(loom).forEach(System.out::println);
        return;
      }
      Signal[] kinds = Stream.of(arguments).map(Signal::valueOf).toArray(Signal[]::new);
      try (Signals signals = loom.signals(kinds[0], Arrays.copyOfRange(kinds, 1, kinds.length))) {
        System.out.println("ready");
        Signal last = signals.await();
        System.out.println(last);
        for (Signal next = signals.await(); next != last; next = signals.await()) {
          System.out.println(next);
          last = next;
        }
      }
      System.out.println("closed");
      Thread.sleep(60_000); // a signal ends it before
    }
  }

  /** A line for each kind: whether it can be had, and why not. */
  static List<String> refusals(Packetloom loom) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Signal kind : Signal.values()) {
      try (Signals signals = loom.signals(kind)) {
        lines.add(signals + ": open");
      } catch (CapabilityException e) {
        lines.add(e.getMessage());
      }
    }
    return lines;
  }
}
