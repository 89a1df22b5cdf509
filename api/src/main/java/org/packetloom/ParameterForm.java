// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** What values of a parameter are right, and how they are written in canonical URIs. */
@FunctionalInterface
interface ParameterForm {
  /** {@code yes} or {@code no}, and what means the same. */
  ParameterForm SWITCH = (name, value) -> ParameterSyntax.toBoolean(name, value) ? "yes" : "no";

  /** A number and its unit. */
  ParameterForm DURATION =
      (name, value) -> ParameterSyntax.toText(ParameterSyntax.toDuration(name, value));

  /**
   * Checks a value.
   *
   * @param name the parameter, for the failure
   * @return the value's one canonical spelling
   */
  String canonical(String name, String value) throws UriPartException;

  /** A duration within limits. */
  static ParameterForm duration(Duration least, Duration most) {
    return (name, value) -> {
      Duration duration = ParameterSyntax.toDuration(name, value);
      if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
        String range = ParameterSyntax.toText(least) + " to " + ParameterSyntax.toText(most);
        throw ParameterSyntax.wrong(name, value, "not from " + range);
      }
      return ParameterSyntax.toText(duration);
    };
  }

  /** A decimal number of at least so much. */
  static ParameterForm number(int least) {
    return number(least, Integer.MAX_VALUE);
  }

  /** A decimal number within limits. */
  static ParameterForm number(long least, long most) {
    return (name, value) -> within(least, most, ParameterSyntax.toLong(name, value), name, value);
  }

  /** A number within limits, decimal or with {@code 0x} before it. */
  static ParameterForm bits(long least, long most) {
    return (name, value) -> within(least, most, ParameterSyntax.toBits(name, value), name, value);
  }

  private static String within(long least, long most, long number, String name, String value)
      throws UriPartException {
    if (number < least || number > most) {
      throw ParameterSyntax.wrong(name, value, "not from " + least + " to " + most);
    }
    return Long.toString(number);
  }

  /** The same, or the word {@code off}. */
  default ParameterForm orOff() {
    return (name, value) ->
        AsciiText.toLowerCase(value).equals("off") ? "off" : canonical(name, value);
  }

  /** One of several words in any case. */
  static ParameterForm word(String... words) {
    return (name, value) -> ParameterSyntax.toWord(name, value, words);
  }

  /** Several words that are joined by commas; of these, if there are any. */
  static ParameterForm list(String... words) {
    return (name, value) -> {
      for (String item : value.split(",", -1)) {
        if (words.length > 0 && !List.of(words).contains(item)) {
          String known = String.join(", ", words);
          throw ParameterSyntax.wrong(name, value, "'" + item + "' is none of " + known);
        }
        boolean isWord = item.chars().allMatch(c -> c > ' ' && c < 127);
        if (item.isEmpty() || item.length() > 255 || !isWord) {
          throw ParameterSyntax.wrong(name, value, "not words that are joined by commas");
        }
      }
      return value;
    };
  }

  /** A name of so many bytes at most, and at least one. */
  static ParameterForm name(int mostBytes) {
    return (name, value) -> {
      int length = value.getBytes(StandardCharsets.UTF_8).length;
      if (length == 0 || length > mostBytes) {
        throw ParameterSyntax.wrong(name, value, "not of 1 to " + mostBytes + " bytes");
      }
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (Character.isISOControl(c) || Character.isWhitespace(c) || c == '/') {
          throw ParameterSyntax.wrong(name, value, "a name has no '/', space or control character");
        }
      }
      return value;
    };
  }
}
