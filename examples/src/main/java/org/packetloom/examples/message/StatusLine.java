// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.message;

import java.time.Duration;
import java.util.Locale;
import org.packetloom.examples.echo.Figures;
import org.packetloom.message.ConnectionStats;

/** What a connection is like, on one line. */
public final class StatusLine {
  private StatusLine() {}

  /**
   * Words it.
   *
   * @param stats what was measured
   * @return round trip, loss, bytes both ways, what was sent again
   */
  public static String of(ConnectionStats stats) {
    return String.format(
        Locale.ROOT,
        "RTT %s ±%s, loss %.1f %%, in %s/s, out %s/s, resent %d",
        Figures.time(stats.roundTrip()),
        Figures.time(rounded(stats.jitter())),
        100 * stats.loss(),
        Figures.bytes(Math.round(stats.receiveRate())),
        Figures.bytes(Math.round(stats.sendRate())),
        stats.piecesResent());
  }

  private static Duration rounded(Duration time) {
    return Duration.ofMillis(Math.round(time.toNanos() / 1e6));
  }
}
