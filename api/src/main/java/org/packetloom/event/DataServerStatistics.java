// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.util.Map;
import org.packetloom.ConnectionLimit;

/**
 * What a {@link DataServer} has done so far; incubating. The numbers are taken one after another,
 * not at one moment.
 *
 * @param accepted connections accepted, without those that were refused, or whose PROXY header is
 *     not there
 * @param active connections that are served now
 * @param failed how many times a handler has thrown, or a connection could not be served or has
 *     exceeded a limit
 * @param limited how many of the failed ones each limit has refused or ended; has every limit
 * @param withoutHeader how many of the failed ones had no acceptable PROXY header
 * @param withoutHandshake how many of the failed ones did not get through the handshake of TLS,
 *     those that a limit refused included
 * @param acceptFailures attempts to accept that failed, reported or not
 * @param bytesRead bytes that were read from all connections, ended ones included
 * @param bytesWritten bytes that were written to all connections, ended ones included
 */
public record DataServerStatistics(
    long accepted,
    int active,
    long failed,
    Map<ConnectionLimit, Long> limited,
    long withoutHeader,
    long withoutHandshake,
    long acceptFailures,
    long bytesRead,
    long bytesWritten) {
  /** Copies the map. */
  public DataServerStatistics {
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
