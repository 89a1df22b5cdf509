// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.echo;

import java.time.Duration;

/**
 * How much to send to an echo.
 *
 * @param sizeBytes bytes of each round trip, 1 or more
 * @param count round trips, 1 or more, over all connections together
 * @param atMost ends the run early, with fewer round trips; zero for no limit
 */
public record Load(int sizeBytes, long count, Duration atMost) {
  /** Checks the ranges. */
  public Load {
    if (sizeBytes < 1 || count < 1 || atMost.isNegative()) {
      throw new IllegalArgumentException(
          "sizeBytes " + sizeBytes + ", count " + count + ", atMost " + atMost);
    }
  }
}
