// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.game;

/** Where a player moves. */
enum Direction {
  NONE(0, 0),
  UP(0, -1),
  DOWN(0, 1),
  LEFT(-1, 0),
  RIGHT(1, 0);

  private final int dx;
  private final int dy;

  Direction(int dx, int dy) {
    this.dx = dx;
    this.dy = dy;
  }

  int dx() {
    return dx;
  }

  int dy() {
    return dy;
  }
}
