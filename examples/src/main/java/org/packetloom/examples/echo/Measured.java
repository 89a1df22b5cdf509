// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.echo;

import java.time.Duration;

/**
 * What a run over an echo showed.
 *
 * @param verifiedBytes how many came back as they were sent
 * @param elapsed from the first byte to the last
 * @param latencies a count per round trip
 */
public record Measured(long verifiedBytes, Duration elapsed, Latencies latencies) {
  /**
   * Round trips that were made.
   *
   * @return zero or more
   */
  public long roundTrips() {
    return latencies.total();
  }

  /**
   * Round trips per second.
   *
   * @return the rate over all connections
   */
  public long rate() {
    return Math.round(roundTrips() * 1e9 / Math.max(1, elapsed.toNanos()));
  }
}
