// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.flight;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.SettingControl;

/**
 * How long a call has to wait for being recorded: {@code 20 ms} unless chosen. Of several
 * recordings the shortest time counts. What cannot be read leaves it as it was.
 *
 * <p>Made and called by the flight recorder, under its lock; the time is read by any thread.
 */
final class LongerThan extends SettingControl {
  private static final String DEFAULT = "20 ms";
  private static final Pattern TIME = Pattern.compile("\\s*(\\d{1,18})\\s*(ns|us|ms|s|m|h|d)\\s*");

  /** That of all recordings there are. */
  private static volatile long current = nanos(DEFAULT);

  private volatile String value = DEFAULT;
  private volatile long nanos = nanos(DEFAULT);

  /** For the flight recorder. */
  LongerThan() {}

  /** Nanoseconds that a call waits at least to be recorded, as it stands. */
  static long currentNanos() {
    return current;
  }

  long nanos() {
    return nanos;
  }

  @Override
  public String combine(Set<String> values) {
    String shortest = null;
    for (String each : values) {
      if (isTime(each) && (shortest == null || nanos(each) < nanos(shortest))) {
        shortest = each;
      }
    }
    return shortest == null ? DEFAULT : shortest;
  }

  @Override
  public void setValue(String chosen) {
    if (isTime(chosen)) {
      value = chosen;
      nanos = nanos(chosen);
      current = nanos;
    }
  }

  @Override
  public String getValue() {
    return value;
  }

  private static boolean isTime(String text) {
    return TIME.matcher(text.toLowerCase(Locale.ROOT)).matches();
  }

  private static long nanos(String text) {
    Matcher time = TIME.matcher(text.toLowerCase(Locale.ROOT));
    if (!time.matches()) {
      throw new IllegalArgumentException("not a time: " + text);
    }
    long count = Long.parseLong(time.group(1));
    long unit =
        switch (time.group(2)) {
          case "ns" -> 1;
          case "us" -> 1_000;
          case "ms" -> 1_000_000;
          case "s" -> Duration.ofSeconds(1).toNanos();
          case "m" -> Duration.ofMinutes(1).toNanos();
          case "h" -> Duration.ofHours(1).toNanos();
          default -> Duration.ofDays(1).toNanos();
        };
    return count > Long.MAX_VALUE / unit ? Long.MAX_VALUE : count * unit;
  }
}
