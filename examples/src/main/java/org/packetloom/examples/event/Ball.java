// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.event;

/** The world of a very small game: a ball that rolls to and fro between two walls. */
public final class Ball implements Ticks.World {
  private static final int WALL = 1_000;
  private static final int FASTEST = 256;

  private int position;
  private int speed = 4;
  private int direction = 1;

  /** A ball at the left wall, which begins to roll. */
  public Ball() {}

  @Override
  public void step() {
    position += direction * speed;
    if (position < 0 || position > WALL) {
      direction = -direction;
      position = Math.clamp(position, 0, WALL);
    }
  }

  /**
   * Does what a player says.
   *
   * @param command one word
   * @return what to tell the player
   */
  public String obey(String command) {
    switch (command) {
      case "faster" -> speed = Math.min(FASTEST, 2 * speed);
      case "slower" -> speed = Math.max(1, speed / 2);
      case "turn" -> direction = -direction;
      case "where" -> {} // that is what everybody is told
      default -> {
        return "'" + command + "' is none of faster, slower, turn, where, quit";
      }
    }
    return this.toString();
  }

  @Override
  public String toString() {
    return "ball at " + position + ", rolls " + (direction > 0 ? "right" : "left") + " by " + speed;
  }
}
