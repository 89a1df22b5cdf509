// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.game;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/** Draws what a player sees on a terminal, over and over at the same place. */
public final class Screen implements Runnable, AutoCloseable {
  private static final String BEGIN = "\033[?1049h\033[?25l";
  private static final String END = "\033[?25h\033[?1049l";
  private static final String HOME = "\033[H";
  private static final String REST_OF_LINE = "\033[K\r\n";
  private static final String REST_OF_SCREEN = "\033[J";
  private static final String OWN = "\033[1;32m";
  private static final String COIN = "\033[1;33m";
  private static final String USUAL = "\033[0m";

  private final View view;
  private final PrintWriter out;
  private final Supplier<String> status;
  private final Supplier<Optional<String>> typed;
  private final char[][] cells = new char[Field.HEIGHT][Field.WIDTH];

  /**
   * Takes the terminal over, until it is closed.
   *
   * @param view what is drawn
   * @param out the terminal
   * @param status gives a line to put below
   * @param typed gives what the player is typing
   */
  public Screen(
      View view, PrintWriter out, Supplier<String> status, Supplier<Optional<String>> typed) {
    this.view = view;
    this.out = out;
    this.status = status;
    this.typed = typed;
    out.print(BEGIN);
  }

  @Override
  public void run() {
    var text = new StringBuilder(HOME);
    var edge = "+" + "-".repeat(Field.WIDTH) + "+" + REST_OF_LINE;
    text.append(edge);
    place();
    for (var row : cells) {
      text.append('|');
      for (char cell : row) {
        append(text, cell);
      }
      text.append('|').append(REST_OF_LINE);
    }
    text.append(edge);
    view.players()
        .forEach(each -> text.append(each.name()).append(' ').append(each.score()).append("  "));
    text.append(REST_OF_LINE).append(status.get()).append(REST_OF_LINE);
    view.lines().forEach(line -> text.append(line).append(REST_OF_LINE));
    typed.get().ifPresent(line -> text.append("> ").append(line));
    out.print(text.append(REST_OF_SCREEN));
    out.flush();
  }

  private void place() {
    for (var row : cells) {
      Arrays.fill(row, ' ');
    }
    cells[view.coin().row()][view.coin().column()] = '$';
    for (var player : view.players()) {
      char sign = player.id() == view.ownId() ? '@' : player.name().charAt(0);
      view.place(player.id()).ifPresent(place -> cells[place.row()][place.column()] = sign);
    }
  }

  private static void append(StringBuilder text, char cell) {
    switch (cell) {
      case '@' -> text.append(OWN).append(cell).append(USUAL);
      case '$' -> text.append(COIN).append(cell).append(USUAL);
      default -> text.append(cell);
    }
  }

  @Override
  public void close() {
    out.print(END);
    out.flush();
  }
}
