// SPDX-License-Identifier: Apache-2.0
package org.packetloom.serving;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.packetloom.ConnectionLimit;
import org.packetloom.ConnectionLimitException;
import org.packetloom.proxy.ProxyProtocolException;
import org.packetloom.tls.TlsHandshakeException;

/** Counts the failures of a server by their reasons. Safe for use by any thread. */
public final class FailureCounts {
  private final LongAdder connections = new LongAdder();
  private final LongAdder headers = new LongAdder();
  private final LongAdder handshakes = new LongAdder();
  private final LongAdder accepts = new LongAdder();
  private final Map<ConnectionLimit, LongAdder> limits = new EnumMap<>(ConnectionLimit.class);

  /** Has counted nothing yet. */
  public FailureCounts() {
    for (ConnectionLimit limit : ConnectionLimit.values()) {
      limits.put(limit, new LongAdder());
    }
  }

  /**
   * Whether strangers can bring a failure about as often as they like, so that it had better not
   * fill a log.
   *
   * @param failure of a connection
   * @return true for limits and handshakes
   */
  public static boolean isOfStrangers(Throwable failure) {
    return failure instanceof ConnectionLimitException || failure instanceof TlsHandshakeException;
  }

  /**
   * A connection failed.
   *
   * @param failure why
   */
  public void connectionFailed(Throwable failure) {
    connections.increment();
    if (failure instanceof ConnectionLimitException exceeded) {
      limits.get(exceeded.limit()).increment();
    }
    if (failure instanceof TlsHandshakeException
        || failure.getCause() instanceof TlsHandshakeException) {
      handshakes.increment();
    }
    if (failure instanceof ProxyProtocolException) {
      headers.increment();
    }
  }

  /** An attempt to accept failed. */
  public void acceptFailed() {
    accepts.increment();
  }

  /**
   * Connections that have failed.
   *
   * @return zero or more
   */
  public long connections() {
    return connections.sum();
  }

  /**
   * How many of them each limit has ended.
   *
   * @return has every limit
   */
  public Map<ConnectionLimit, Long> limited() {
    Map<ConnectionLimit, Long> limited = new EnumMap<>(ConnectionLimit.class);
    limits.forEach((limit, count) -> limited.put(limit, count.sum()));
    return limited;
  }

  /**
   * How many of them had no acceptable header.
   *
   * @return zero or more
   */
  public long headers() {
    return headers.sum();
  }

  /**
   * How many of them did not get through the handshake of TLS.
   *
   * @return zero or more
   */
  public long handshakes() {
    return handshakes.sum();
  }

  /**
   * Attempts to accept that failed.
   *
   * @return zero or more
   */
  public long accepts() {
    return accepts.sum();
  }
}
