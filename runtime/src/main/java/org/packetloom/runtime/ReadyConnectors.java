// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.packetloom.Connector;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.event.Events;
import org.packetloom.event.Occurrence;
import org.packetloom.event.Reactor;
import org.packetloom.event.Registration;
import org.packetloom.event.Repetition;

/** Waits for the first of several connectors, at the toolkit's own reactor. */
final class ReadyConnectors {
  private final Set<Connector> ready = ConcurrentHashMap.newKeySet();
  private final ParkSpot spot;

  private ReadyConnectors(ParkSpot spot) {
    this.spot = spot;
  }

  static List<Connector> await(
      Loom loom, long events, Deadline deadline, Collection<? extends Connector> connectors)
      throws IOException {
    Events.ensureOfConnector(events);
    List<Connector> all = List.copyOf(connectors);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("no connectors");
    }
    loom.ensureOpen("await any");
    ParkSpot spot = ParkSpot.open(loom, all, InterruptPolicy.KEEP_OPEN);
    ReadyConnectors waiting = new ReadyConnectors(spot);
    List<Registration> registrations = new ArrayList<>(all.size());
    try {
      Reactor reactor = loom.ownReactor();
      for (Connector each : all) {
        registrations.add(
            reactor.register(
                each,
                events | Events.CLOSE, // the close of it here is told so
                told -> waiting.told(told, events),
                Repetition.ON_REQUEST));
      }
      return waiting.await(all, loom.engine().timers().at(deadline));
    } finally {
      registrations.forEach(Registration::cancel);
      spot.close();
    }
  }

  private void told(Occurrence told, long wanted) {
    if (told.has(wanted) || !told.connector().isOpen()) {
      ready.add(told.connector());
      spot.signal();
    } else {
      told.again(); // the peer has ended its writing, and nobody asked for that
    }
  }

  private List<Connector> await(List<Connector> all, long until) throws IOException {
    try (ParkSpot.Waiting waiting = spot.begin("await any")) {
      boolean unused = waiting.awaitUntil(() -> !ready.isEmpty(), until);
    }
    for (Connector each : all) {
      if (ready.contains(each) && !each.isOpen()) {
        throw Failures.closedMeanwhile("await any", each.toString(), 0, 0);
      }
    }
    return all.stream().filter(ready::contains).toList();
  }
}
