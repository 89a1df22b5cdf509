// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

/** Questions about ASCII characters; others are neither letters nor digits here. */
final class AsciiText {
  private AsciiText() {}

  static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLetterOrDigit(char c) {
    return isLetter(c) || isDigit(c);
  }

  /** Whether {@code text} is one or more decimal digits. */
  static boolean isDigits(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> isDigit((char) c));
  }

  /** Whether {@code text} is one or more hexadecimal digits. */
  static boolean isHexadecimal(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> c < 0x80 && Character.digit((char) c, 16) >= 0);
  }

  /** Lowers ASCII letters only: no character from elsewhere turns into one of them. */
  static String toLowerCase(String text) {
    var lower = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        lower.setCharAt(i, (char) (c | 0x20));
      }
    }
    return lower.toString();
  }

  /** Whether every character is a letter, a digit or one of {@code others}. */
  static boolean consistsOfLettersDigitsAnd(String others, String text) {
    return text.chars().allMatch(c -> isLetterOrDigit((char) c) || others.indexOf(c) >= 0);
  }
}
