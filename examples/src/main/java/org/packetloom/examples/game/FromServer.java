// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.game;

import java.util.List;

/** What the server tells its players. */
sealed interface FromServer {
  /** A place on the field, in hundredths of a character. */
  record Place(int x, int y) {
    /** In whole characters. */
    int column() {
      return x / Field.CELL;
    }

    int row() {
      return y / Field.CELL;
    }
  }

  /** Somebody who takes part. */
  record Player(int id, String name, int score) {
    public Player {
      PlainText.ensure(name, FromPlayer.NAME_LENGTH);
    }
  }

  /** The player of this connection has joined; those who were there before it, and where to go. */
  record Welcome(int id, List<Player> players, Place coin) implements FromServer {}

  /** Somebody has joined. */
  record Joined(Player player) implements FromServer {}

  /** Somebody has left. */
  record Left(int id) implements FromServer {}

  /** Somebody said something. */
  record Said(int id, String text) implements FromServer {
    public Said {
      PlainText.ensure(text, FromPlayer.LINE_LENGTH);
    }
  }

  /** Somebody has got the coin, and there is another. */
  record Scored(int id, int score, Place coin) implements FromServer {}

  /** Where everybody is; the only one on a channel that may lose some. */
  record Snapshot(long tick, List<Moved> players) implements FromServer {}

  /** Where one is. */
  record Moved(int id, Place place) {}
}
