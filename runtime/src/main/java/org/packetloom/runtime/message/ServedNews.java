// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.packetloom.message.ServedPeer;
import org.packetloom.message.ServerEvent;

/**
 * What an application has not taken of its server yet: events, and connections that were active.
 */
final class ServedNews {
  private static final int EVENTS_EACH = 4;

  /** Connections that are gone and wait to be taken as active, at most, besides as many as are. */
  private static final int FEW = 64;

  private final ServedConnections connections;
  private final long mostEvents;
  private final ArrayDeque<ServerEvent> events = new ArrayDeque<>();

  /** Each at most once. */
  private List<ServedConnection> active = new ArrayList<>();

  /** Takes the place of the active ones while they are taken. */
  private List<ServedConnection> spare = new ArrayList<>();

  ServedNews(ServedConnections connections, int mostConnections) {
    this.connections = connections;
    mostEvents = EVENTS_EACH * (long) mostConnections;
  }

  /** Adds an event; the oldest goes if there are too many. */
  void add(ServerEvent event) {
    if (events.size() >= mostEvents) {
      events.remove();
    }
    events.add(event);
  }

  Optional<ServerEvent> poll() {
    return Optional.ofNullable(events.poll());
  }

  /** A connection may have something to take. */
  void active(ServedConnection connection) {
    if (connection.isActive) {
      return;
    }
    connection.isActive = true;
    active.add(connection);
    if (active.size() > 2 * connections.size() + FEW) {
      active.removeIf(each -> each.state() == ServedConnection.State.GONE);
    }
  }

  /** Takes the active ones; what becomes active meanwhile is for the next time. */
  int drainActive(Consumer<? super ServedPeer> consumer) {
    List<ServedConnection> taken = active;
    active = spare;
    spare = new ArrayList<>(); // for a consumer that takes them too
    for (ServedConnection each : taken) {
      each.isActive = false;
    }
    int count = taken.size();
    try {
      taken.forEach(consumer);
    } finally {
      taken.clear();
      spare = taken;
    }
    return count;
  }
}
