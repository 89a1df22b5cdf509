// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.game;

import java.io.IOException;
import java.util.Optional;

/** Where a player's wishes come from; asked at each tick, and never waits. */
public interface Steering {
  /**
   * Where to move.
   *
   * @param view what the player sees
   * @return what to do until the next tick
   * @throws IOException if they cannot be told any more
   */
  Wish next(View view) throws IOException;

  /**
   * What a player wants.
   *
   * @param direction where to move
   * @param line something to say, if there is anything
   * @param isOver whether to leave
   */
  record Wish(Direction direction, Optional<String> line, boolean isOver) {}
}
