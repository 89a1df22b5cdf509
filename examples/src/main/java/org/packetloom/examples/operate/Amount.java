// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.operate;

import java.util.Locale;

/** Words amounts shortly. */
final class Amount {
  private static final String[] UNITS = {"", "k", "M", "G", "T"};
  private static final double STEP = 1000;

  private Amount() {}

  /** With a unit of thousands, such as {@code 12.3k}. */
  static String of(double amount) {
    double left = amount;
    int unit = 0;
    while (Math.abs(left) >= STEP && unit < UNITS.length - 1) {
      left /= STEP;
      unit++;
    }
    boolean isWhole = unit == 0 && left == Math.rint(left);
    return String.format(Locale.ROOT, isWhole ? "%.0f" : "%.1f", left) + UNITS[unit];
  }

  /** A time, such as {@code 1.5 s}. */
  static String ofMillis(long millis) {
    if (millis < STEP) {
      return millis + " ms";
    }
    long seconds = millis / (long) STEP;
    return seconds < 120
        ? String.format(Locale.ROOT, "%.1f s", millis / STEP)
        : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
  }
}
