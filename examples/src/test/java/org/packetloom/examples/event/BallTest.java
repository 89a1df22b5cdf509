// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BallTest {
  private final Ball ball = new Ball();

  @Test
  void ballTurnsAtTheWalls() {
    for (int i = 0; i < 251; i++) {
      ball.step();
    }

    assertThat(ball).hasToString("ball at 1000, rolls left by 4");
  }
}
