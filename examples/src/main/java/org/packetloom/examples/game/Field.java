// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.game;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.packetloom.examples.game.FromServer.Moved;
import org.packetloom.examples.game.FromServer.Place;
import org.packetloom.examples.game.FromServer.Player;
import org.packetloom.examples.game.FromServer.Scored;

/** The world of the server: who is where, and a coin that one of them will get. */
final class Field {
  /** Characters across and down. */
  static final int WIDTH = 60;

  static final int HEIGHT = 16;

  /** So many units make a character. */
  static final int CELL = 100;

  /** Characters are twice as high as they are wide. */
  private static final int STEP_X = 50;

  private static final int STEP_Y = 25;

  private final RandomGenerator random;
  private final Map<Integer, Avatar> avatars = new LinkedHashMap<>();
  private int lastId;
  private Place coin;

  /** Somebody who takes part. */
  private static final class Avatar {
    private final String name;
    private Place place;
    private Direction direction = Direction.NONE;
    private int score;

    private Avatar(String name, Place place) {
      this.name = name;
      this.place = place;
    }
  }

  Field(RandomGenerator random) {
    this.random = random;
    this.coin = anywhere();
  }

  private Place anywhere() {
    return new Place(random.nextInt(WIDTH * CELL), random.nextInt(HEIGHT * CELL));
  }

  /** Puts a new player somewhere; says who it is. */
  Player add(String name) {
    avatars.put(++lastId, new Avatar(name, anywhere()));
    return player(lastId);
  }

  void remove(int id) {
    avatars.remove(id);
  }

  void steer(int id, Direction direction) {
    avatars.get(id).direction = direction;
  }

  private Player player(int id) {
    var avatar = avatars.get(id);
    return new Player(id, avatar.name, avatar.score);
  }

  List<Player> players() {
    return avatars.keySet().stream().map(this::player).toList();
  }

  Place coin() {
    return coin;
  }

  List<Moved> places() {
    return avatars.entrySet().stream()
        .map(each -> new Moved(each.getKey(), each.getValue().place))
        .toList();
  }

  /** Goes on by one tick; says who got the coin. */
  List<Scored> step() {
    var scored = new ArrayList<Scored>();
    avatars.forEach(
        (id, avatar) -> {
          avatar.place = moved(avatar.place, avatar.direction);
          if (avatar.place.column() == coin.column() && avatar.place.row() == coin.row()) {
            coin = anywhere();
            scored.add(new Scored(id, ++avatar.score, coin));
          }
        });
    return scored;
  }

  private static Place moved(Place from, Direction direction) {
    return new Place(
        Math.clamp(from.x() + direction.dx() * STEP_X, 0, WIDTH * CELL - 1),
        Math.clamp(from.y() + direction.dy() * STEP_Y, 0, HEIGHT * CELL - 1));
  }
}
