// SPDX-License-Identifier: Apache-2.0
package org.packetloom.serving;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.packetloom.ConnectionLimit;
import org.packetloom.DescriptorShortage;

/**
 * How many connections a server serves, and how long and how slowly each may go on. Zero is no
 * limit, except for the number of connections.
 *
 * @param maxConnections connections at once
 * @param maxPerPeer connections of one peer at once
 * @param firstByteNanos time until the first byte has to be there
 * @param idleNanos time without a byte in either direction
 * @param totalNanos time that a connection may last
 * @param bytesPerWindow bytes that have to move within each window
 * @param windowNanos length of a window
 * @param shortage what to do when descriptors run out
 */
public record ServerLimits(
    int maxConnections,
    int maxPerPeer,
    long firstByteNanos,
    long idleNanos,
    long totalNanos,
    long bytesPerWindow,
    long windowNanos,
    DescriptorShortage shortage) {
  private static final long SHORTEST_SWEEP = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_SWEEP = TimeUnit.SECONDS.toNanos(1);

  /**
   * How often to look at each connection: a quarter of the shortest time.
   *
   * @return nanoseconds; 0 for never
   */
  public long sweepNanos() {
    // no stream: this is asked for each connection
    long shortest = shorter(shorter(firstByteNanos, idleNanos), shorter(totalNanos, windowNanos));
    return shortest == 0 ? 0 : Math.clamp(shortest / 4, SHORTEST_SWEEP, LONGEST_SWEEP);
  }

  /** The shorter of two times, of which 0 is none. */
  private static long shorter(long nanos, long other) {
    return nanos == 0 || other > 0 && other < nanos ? other : nanos;
  }

  /**
   * Words a limit that a connection has exceeded.
   *
   * @param limit what it has exceeded
   * @return some words
   */
  public String words(ConnectionLimit limit) {
    return switch (limit) {
      case PEER_CONNECTIONS -> "the peer has " + maxPerPeer + " connections already";
      case NO_PROXY -> "the peer is none of the proxies";
      case DESCRIPTORS -> "no descriptors left";
      case HANDSHAKE_TIME -> "it took too long to shake hands";
      case HANDSHAKE_SIZE -> "its part of the handshake was too long";
      case FIRST_BYTE -> "no byte came within " + seconds(firstByteNanos);
      case IDLE -> "no byte moved for " + seconds(idleNanos);
      case RATE -> "less than " + bytesPerWindow + " bytes within " + seconds(windowNanos);
      case DEADLINE -> "open for longer than " + seconds(totalNanos);
    };
  }

  private static String seconds(long nanos) {
    return Duration.ofNanos(nanos).toMillis() / 1_000.0 + " s";
  }
}
