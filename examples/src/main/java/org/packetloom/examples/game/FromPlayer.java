// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.game;

/** What a player tells the server. What a constructor refuses never arrives. */
sealed interface FromPlayer {
  /** The longest name. */
  int NAME_LENGTH = 12;

  /** The longest line of chat. */
  int LINE_LENGTH = 60;

  /** Takes part from now on; once, before all else. */
  record Join(String name) implements FromPlayer {
    public Join {
      PlainText.ensure(name, NAME_LENGTH);
    }
  }

  /** Says something to all. */
  record Say(String text) implements FromPlayer {
    public Say {
      PlainText.ensure(text, LINE_LENGTH);
    }
  }

  /** Moves that way from now on. Told at each tick, so that none is missed. */
  record Steer(Direction direction) implements FromPlayer {}
}
