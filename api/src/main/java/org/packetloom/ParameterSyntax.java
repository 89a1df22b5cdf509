// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Locale;

/** The values of query parameters as text: switches, numbers, durations and choices. */
final class ParameterSyntax {
  /** Units of durations, longest first, and their lengths in nanoseconds. */
  private enum Unit {
    H(3_600_000_000_000L),
    M(60_000_000_000L),
    S(1_000_000_000L),
    MS(1_000_000L),
    US(1_000L);

    private final long nanos;

    Unit(long nanos) {
      this.nanos = nanos;
    }

    private String symbol() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Reads the value of a parameter; the name is for the failure. */
  @FunctionalInterface
  interface Reader<T> {
    T read(String name, String value) throws UriPartException;
  }

  private static final BigInteger LONGEST_NANOS = BigInteger.valueOf(Long.MAX_VALUE);

  private ParameterSyntax() {}

  /** Reads {@code yes}, {@code true}, {@code 1}, or {@code no}, {@code false}, {@code 0}. */
  static boolean toBoolean(String name, String value) throws UriPartException {
    return switch (AsciiText.toLowerCase(value)) {
      case "yes", "true", "1" -> true;
      case "no", "false", "0" -> false;
      default -> throw wrong(name, value, "neither yes nor no");
    };
  }

  /** Reads a decimal number without sign. */
  static long toLong(String name, String value) throws UriPartException {
    String digits = value.replaceFirst("^0+(?=.)", "");
    if (!AsciiText.isDigits(value) || digits.length() > 19) {
      throw wrong(name, value, "not a number");
    }
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException _) {
      throw wrong(name, value, "not a number up to " + Long.MAX_VALUE);
    }
  }

  /** Reads a number without sign, decimal or with {@code 0x} before it. */
  static long toBits(String name, String value) throws UriPartException {
    String lower = AsciiText.toLowerCase(value);
    if (!lower.startsWith("0x")) {
      return toLong(name, value);
    }
    String digits = lower.substring(2);
    if (digits.length() > 15 || !AsciiText.isHexadecimal(digits)) {
      throw wrong(name, value, "not a hexadecimal number of up to 15 digits");
    }
    return Long.parseLong(digits, 16);
  }

  /** Reads a decimal number without sign. */
  static int toInteger(String name, String value) throws UriPartException {
    boolean isNumber = AsciiText.isDigits(value) && value.length() <= 18;
    if (!isNumber || Long.parseLong(value) > Integer.MAX_VALUE) {
      throw wrong(name, value, "not a number from 0 to " + Integer.MAX_VALUE);
    }
    return Integer.parseInt(value);
  }

  /** Reads a decimal number without sign, or {@code off} as −1. */
  static int toIntegerOrOff(String name, String value) throws UriPartException {
    return AsciiText.toLowerCase(value).equals("off") ? -1 : toInteger(name, value);
  }

  /** Reads a decimal number and its unit, such as {@code 250ms}. */
  static Duration toDuration(String name, String value) throws UriPartException {
    int digits = 0;
    while (digits < value.length() && AsciiText.isDigit(value.charAt(digits))) {
      digits++;
    }
    String symbol = AsciiText.toLowerCase(value.substring(digits));
    for (Unit unit : Unit.values()) {
      if (digits > 0 && unit.symbol().equals(symbol)) {
        return toDuration(name, value, value.substring(0, digits), unit);
      }
    }
    throw wrong(name, value, "not a number with one of the units us, ms, s, m, h");
  }

  private static Duration toDuration(String name, String value, String digits, Unit unit)
      throws UriPartException {
    BigInteger nanos =
        digits.length() > 19
            ? LONGEST_NANOS.add(BigInteger.ONE)
            : new BigInteger(digits).multiply(BigInteger.valueOf(unit.nanos));
    if (nanos.compareTo(LONGEST_NANOS) > 0) {
      throw wrong(name, value, "longer than 292 years");
    }
    return Duration.ofNanos(nanos.longValue());
  }

  /** Writes a duration of whole microseconds in the longest unit of which it is a multiple. */
  static String toText(Duration duration) {
    long nanos = duration.toNanos();
    for (Unit unit : Unit.values()) {
      if (nanos != 0 && nanos % unit.nanos == 0) {
        return nanos / unit.nanos + unit.symbol();
      }
    }
    return "0s";
  }

  /** Reads one of several words in any case; returns it in lower case. */
  static String toWord(String name, String value, String... words) throws UriPartException {
    String lower = AsciiText.toLowerCase(value);
    for (String word : words) {
      if (word.equals(lower)) {
        return word;
      }
    }
    throw wrong(name, value, "must be one of " + String.join(", ", words));
  }

  /** Reads permissions of a file as one to four octal digits, at most 0777. */
  static int toMode(String name, String value) throws UriPartException {
    boolean isOctal =
        !value.isEmpty() && value.length() <= 4 && value.chars().allMatch(c -> c >= '0' && c < '8');
    if (!isOctal || Integer.parseInt(value, 8) > 0777) {
      throw wrong(name, value, "not an octal number from 0 to 0777");
    }
    return Integer.parseInt(value, 8);
  }

  /** Reads an absolute path. */
  static String toPath(String name, String value) throws UriPartException {
    if (!value.startsWith("/") || value.length() < 2 || value.indexOf('\0') >= 0) {
      throw wrong(name, value, "not an absolute path");
    }
    return value;
  }

  /** Reads the name of a user or group, or its number below 2³² − 1. */
  static String toAccount(String name, String value) throws UriPartException {
    boolean isNumber = AsciiText.isDigits(value);
    boolean isName =
        !isNumber && !value.isEmpty() && value.chars().noneMatch(c -> c <= ' ' || c == ':');
    boolean isInRange = value.length() <= 10 && isNumber && Long.parseLong(value) < 0xFFFF_FFFFL;
    if (!isName && !isInRange) {
      throw wrong(name, value, "neither a name nor a number from 0 to 4294967294");
    }
    return value;
  }

  static UriPartException wrong(String name, String value, String reason) {
    return new UriPartException("parameter", name + "=" + value, reason);
  }
}
