// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.echo;

import java.time.Duration;
import java.util.Locale;

/** Writes figures for people, three digits or so of each. */
public final class Figures {
  private Figures() {}

  /**
   * A time, such as {@code 87 us} or {@code 1.25 s}.
   *
   * @param time zero or more
   * @return digits and unit
   */
  public static String time(Duration time) {
    double micros = time.toNanos() / 1e3;
    if (micros < 1_000) {
      return String.format(Locale.ROOT, micros < 10 ? "%.1f us" : "%.0f us", micros);
    }
    double millis = micros / 1e3;
    if (millis < 1_000) {
      return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
    }
    return String.format(Locale.ROOT, "%.2f s", millis / 1e3);
  }

  /**
   * A number of bytes, such as {@code 1.5 MiB}.
   *
   * @param bytes zero or more
   * @return digits and unit
   */
  public static String bytes(long bytes) {
    String[] units = {"KiB", "MiB", "GiB", "TiB"};
    if (bytes < 1024) {
      return String.format(Locale.ROOT, "%d B", bytes);
    }
    int unit = 0;
    double amount = bytes / 1024.0;
    while (amount >= 1024 && unit < units.length - 1) {
      amount /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", amount, units[unit]);
  }

  /**
   * A count with a blank between thousands, such as {@code 12 345}.
   *
   * @param count any
   * @return its digits
   */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count).replace(',', ' ');
  }
}
