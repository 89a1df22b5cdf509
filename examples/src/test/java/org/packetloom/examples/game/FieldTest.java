// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.game;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FieldTest {
  private final Field field = new Field(new Random(1));

  @Test
  void botGetsTheCoinAndScores() {
    var player = field.add("amy");
    var bot = new Bot();
    var view = new View();
    view.learn(new FromServer.Welcome(player.id(), field.players(), field.coin()));
    int score = 0;
    for (int tick = 0; tick < 10_000 && score < 3; tick++) {
      view.learn(new FromServer.Snapshot(tick, field.places()));
      field.steer(player.id(), bot.next(view).direction());
      for (var scored : field.step()) {
        view.learn(scored);
        score = scored.score();
      }
    }

    assertThat(score).isEqualTo(3);
    assertThat(view.ownScore()).isEqualTo(3);
    assertThat(field.players()).singleElement().satisfies(p -> assertThat(p.score()).isEqualTo(3));
  }

  @Test
  void wallsHoldEverybody() {
    var player = field.add("amy");
    for (var direction : Direction.values()) {
      field.steer(player.id(), direction);
      for (int tick = 0; tick < 500; tick++) {
        field.step();
      }
      var place = field.places().getFirst().place();
      assertThat(place.column()).isBetween(0, Field.WIDTH - 1);
      assertThat(place.row()).isBetween(0, Field.HEIGHT - 1);
    }
  }
}
