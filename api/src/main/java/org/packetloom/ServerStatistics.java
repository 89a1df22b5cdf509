// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.util.Map;

/**
 * What a {@link Server} has done so far. The numbers are taken one after another, not at one
 * moment.
 *
 * @param accepted connections accepted, without those that were refused at once
 * @param active connections that are served now
 * @param failed connections reported to {@link FailureListener#connectionFailed}, for whatever
 *     reason
 * @param limited how many of the failed ones each limit has refused or ended; has every limit
 * @param withoutHeader how many of the failed ones had no acceptable PROXY header
 * @param withoutHandshake how many of the failed ones did not get through the handshake of TLS,
 *     those that a limit refused included
 * @param acceptFailures attempts to accept that failed, reported or not
 */
public record ServerStatistics(
    long accepted,
    int active,
    long failed,
    Map<ConnectionLimit, Long> limited,
    long withoutHeader,
    long withoutHandshake,
    long acceptFailures) {
  /** Copies the map. */
  public ServerStatistics {
    limited = Map.copyOf(limited);
  }

  /**
   * How many connections a limit has refused or ended.
   *
   * @param limit the limit
   * @return zero or more
   */
  public long limited(ConnectionLimit limit) {
    return limited.getOrDefault(limit, 0L);
  }
}
