// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.game;

/** Text from others, which ends up on a terminal. */
final class PlainText {
  private PlainText() {}

  /** Refuses what is too long, or could command a terminal. */
  static void ensure(String text, int most) {
    if (text.isBlank() || text.length() > most || text.chars().anyMatch(PlainText::isControl)) {
      throw new IllegalArgumentException("not 1 to " + most + " characters of plain text");
    }
  }

  private static boolean isControl(int unit) {
    return Character.isISOControl(unit) || Character.getType(unit) == Character.FORMAT;
  }

  /** What is left of a text that somebody typed; empty if nothing is. */
  static String of(String text, int most) {
    var plain = new StringBuilder();
    text.chars().filter(unit -> !isControl(unit)).forEach(unit -> plain.append((char) unit));
    int end = Math.min(most, plain.length());
    if (end > 0 && Character.isHighSurrogate(plain.charAt(end - 1))) {
      end--;
    }
    return plain.substring(0, end).strip();
  }
}
