// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.game;

import java.util.Optional;

/** A player that goes to the coin, and is glad when it has got one. */
public final class Bot implements Steering {
  private int score;

  /** A bot with nothing to be glad about yet. */
  public Bot() {}

  @Override
  public Wish next(View view) {
    var direction = view.own().map(own -> towards(own, view.coin())).orElse(Direction.NONE);
    boolean isGlad = view.ownScore() > score;
    score = view.ownScore();
    var line = isGlad ? Optional.of("that makes " + score) : Optional.<String>empty();
    return new Wish(direction, line, false);
  }

  private static Direction towards(FromServer.Place from, FromServer.Place to) {
    if (from.column() != to.column()) {
      return from.column() < to.column() ? Direction.RIGHT : Direction.LEFT;
    }
    if (from.row() != to.row()) {
      return from.row() < to.row() ? Direction.DOWN : Direction.UP;
    }
    return Direction.NONE;
  }
}
