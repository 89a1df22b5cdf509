// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.game;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.packetloom.examples.game.FromServer.Place;
import org.packetloom.examples.game.FromServer.Player;

/** What one player knows of the game: what it was told last of each thing. */
public final class View {
  private static final int LINES = 5;

  private final Map<Integer, Player> players = new LinkedHashMap<>();
  private final Map<Integer, Place> places = new HashMap<>();
  private final Deque<String> lines = new ArrayDeque<>();
  private final List<String> fresh = new ArrayList<>();
  private int ownId;
  private Place coin = new Place(0, 0);
  private long snapshots;

  View() {}

  void learn(FromServer message) {
    switch (message) {
      case FromServer.Welcome(var id, var all, var where) -> {
        ownId = id;
        coin = where;
        all.forEach(each -> players.put(each.id(), each));
        note("welcome, " + name(id));
      }
      case FromServer.Joined(var player) -> {
        players.put(player.id(), player);
        note(player.name() + " has joined");
      }
      case FromServer.Left(var id) -> {
        note(name(id) + " has left");
        players.remove(id);
        places.remove(id);
      }
      case FromServer.Said(var id, var text) -> note(name(id) + ": " + text);
      case FromServer.Scored(var id, var score, var where) -> {
        players.computeIfPresent(id, (_, old) -> new Player(id, old.name(), score));
        coin = where;
      }
      case FromServer.Snapshot(_, var moved) -> {
        snapshots++;
        places.clear();
        moved.forEach(each -> places.put(each.id(), each.place()));
      }
    }
  }

  private String name(int id) {
    var player = players.get(id);
    return player == null ? "somebody" : player.name();
  }

  private void note(String line) {
    fresh.add(line);
    lines.addLast(line);
    if (lines.size() > LINES) {
      lines.removeFirst();
    }
  }

  /** Everybody whose place is known, in the order in which they joined. */
  Collection<Player> players() {
    return players.values();
  }

  Optional<Place> place(int id) {
    return Optional.ofNullable(places.get(id));
  }

  int ownId() {
    return ownId;
  }

  Optional<Place> own() {
    return place(ownId);
  }

  int ownScore() {
    var player = players.get(ownId);
    return player == null ? 0 : player.score();
  }

  Place coin() {
    return coin;
  }

  /** How many times it was told where everybody is. */
  long snapshots() {
    return snapshots;
  }

  /** The last few lines. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  /**
   * Takes the lines that were not taken before.
   *
   * @return what has happened since
   */
  public List<String> takeFresh() {
    var taken = List.copyOf(fresh);
    fresh.clear();
    return taken;
  }
}
