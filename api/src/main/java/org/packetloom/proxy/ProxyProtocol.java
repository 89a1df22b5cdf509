// SPDX-License-Identifier: Apache-2.0
package org.packetloom.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which connections of a server begin with a PROXY header.
 *
 * <p>It is never guessed: connections from the proxies that are named here have to begin with one,
 * and nobody else's header is believed. What comes from elsewhere is refused, or served as what it
 * is.
 *
 * <p>Immutable.
 */
public final class ProxyProtocol {
  /** The name of peers at Unix-domain sockets among the sources. */
  public static final String LOCAL = "local";

  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
  private static final int DEFAULT_BYTES = 8192;

  private final List<AddressRange> ranges;
  private final boolean isLocalTrusted;
  private final boolean isAnyoneTrusted;
  private final boolean isServingOthers;
  private final Duration headerTimeout;
  private final int mostHeaderBytes;

  private ProxyProtocol(
      List<AddressRange> ranges,
      boolean isLocalTrusted,
      boolean isAnyoneTrusted,
      boolean isServingOthers,
      Duration headerTimeout,
      int mostHeaderBytes) {
    this.ranges = ranges;
    this.isLocalTrusted = isLocalTrusted;
    this.isAnyoneTrusted = isAnyoneTrusted;
    this.isServingOthers = isServingOthers;
    this.headerTimeout = headerTimeout;
    this.mostHeaderBytes = mostHeaderBytes;
  }

  /**
   * Connections from these proxies begin with a header; all others are refused.
   *
   * @param sources addresses such as {@code 192.0.2.1}, ranges such as {@code 2001:db8::/32}, and
   *     {@link #LOCAL} for whoever may connect to Unix-domain sockets
   * @return the setting
   * @throws IllegalArgumentException if there is none, or one is neither
   */
  public static ProxyProtocol from(String... sources) {
    if (sources.length == 0) {
      throw new IllegalArgumentException("no sources");
    }
    List<AddressRange> ranges =
        Arrays.stream(sources)
            .filter(source -> !source.equals(LOCAL))
            .map(AddressRange::parse)
            .toList();
    boolean isLocal = ranges.size() < sources.length;
    return new ProxyProtocol(ranges, isLocal, false, false, DEFAULT_TIMEOUT, DEFAULT_BYTES);
  }

  /**
   * Every connection begins with a header, whoever made it. Only where nobody but the proxy can
   * connect: a header says what its sender likes.
   *
   * @return the setting
   */
  public static ProxyProtocol fromAnyone() {
    return new ProxyProtocol(List.of(), true, true, false, DEFAULT_TIMEOUT, DEFAULT_BYTES);
  }

  /**
   * The same, but connections from elsewhere are served too; they have no header.
   *
   * @return the new setting
   */
  public ProxyProtocol servingOthers() {
    return new ProxyProtocol(
        ranges, isLocalTrusted, isAnyoneTrusted, true, headerTimeout, mostHeaderBytes);
  }

  /**
   * The same with another limit for how long a header may take; 5 seconds unless chosen.
   *
   * @param timeout longer than zero
   * @return the new setting
   * @throws IllegalArgumentException if it is not
   */
  public ProxyProtocol headerTimeout(Duration timeout) {
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("headerTimeout: " + timeout);
    }
    return new ProxyProtocol(
        ranges, isLocalTrusted, isAnyoneTrusted, isServingOthers, timeout, mostHeaderBytes);
  }

  /**
   * The same with another limit for the size of a header; 8192 bytes unless chosen.
   *
   * @param bytes 107, so that each header of version 1 fits, or more
   * @return the new setting
   * @throws IllegalArgumentException if it is less
   */
  public ProxyProtocol mostHeaderBytes(int bytes) {
    if (bytes < ProxyHeader.MOST_V1_BYTES) {
      throw new IllegalArgumentException("mostHeaderBytes: " + bytes);
    }
    return new ProxyProtocol(
        ranges, isLocalTrusted, isAnyoneTrusted, isServingOthers, headerTimeout, bytes);
  }

  /**
   * How long a header may take.
   *
   * @return longer than zero
   */
  public Duration headerTimeout() {
    return headerTimeout;
  }

  /**
   * How long a header may be.
   *
   * @return bytes, 107 or more
   */
  public int mostHeaderBytes() {
    return mostHeaderBytes;
  }

  /**
   * Whether connections without a header are served.
   *
   * @return true after {@link #servingOthers()}
   */
  public boolean isServingOthers() {
    return isServingOthers;
  }

  /**
   * Whether a peer is one of the proxies.
   *
   * @param peer its address
   * @return true if its connections have to begin with a header
   */
  public boolean isTrusted(Optional<SocketAddress> peer) {
    if (isAnyoneTrusted) {
      return true;
    }
    if (peer.isPresent() && peer.get() instanceof InetSocketAddress internet) {
      InetAddress address = internet.getAddress();
      return address != null && ranges.stream().anyMatch(range -> range.contains(address));
    }
    return isLocalTrusted;
  }

  @Override
  public String toString() {
    String sources = isAnyoneTrusted ? "anyone" : ranges + (isLocalTrusted ? " and local" : "");
    return "ProxyProtocol from " + sources + (isServingOthers ? ", serving others" : "");
  }
}
