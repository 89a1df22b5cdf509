// SPDX-License-Identifier: Apache-2.0
package org.packetloom.serving;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.packetloom.ConnectorBuilder;
import org.packetloom.ConnectorUri;
import org.packetloom.DescriptorShortage;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.proxy.ProxyProtocol;

/**
 * What the builders of servers have in common: where to listen, who is a proxy, and the limits of
 * connections. Each setting is checked when it is chosen, but for URIs, which are looked at when
 * they are opened.
 *
 * @param <B> the builder as applications know it, which every setting returns
 */
public abstract class ServerSettings<B> {
  private static final int DEFAULT_MAX_CONNECTIONS = 10_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Places places;
  private Optional<ProxyProtocol> proxies = Optional.empty();
  private int maxConnections = DEFAULT_MAX_CONNECTIONS;
  private int maxPerPeer;
  private long firstByteNanos;
  private long idleNanos;
  private long totalNanos;
  private long bytesPerWindow;
  private long windowNanos;
  private DescriptorShortage shortage = DescriptorShortage.WAIT;

  /**
   * Nowhere to listen yet, no proxies, ten thousand connections, and no other limit.
   *
   * @param loom opens listeners
   */
  protected ServerSettings(Packetloom loom) {
    this.places = new Places(loom);
  }

  /**
   * This builder.
   *
   * @return itself
   */
  protected abstract B self();

  /**
   * Adds a place.
   *
   * @param uri where
   * @return this builder
   */
  public B listen(String uri) {
    places.add(uri);
    return self();
  }

  /**
   * Adds a place.
   *
   * @param uri where
   * @return this builder
   */
  public B listen(ConnectorUri uri) {
    places.add(uri);
    return self();
  }

  /**
   * Adds a place with options of its own.
   *
   * @param place is asked to listen when the server starts
   * @return this builder
   */
  public B listen(ConnectorBuilder place) {
    places.add(place);
    return self();
  }

  /**
   * Adds a listener that is open.
   *
   * @param listener an open listener
   * @return this builder
   */
  public B listen(Listener listener) {
    places.add(listener);
    return self();
  }

  /**
   * Opens several listeners at each place that is given as a URI.
   *
   * @param count 1 to 1024
   * @return this builder
   */
  public B reusePort(int count) {
    places.reusePort(count);
    return self();
  }

  /**
   * Limits how many connections are served at once.
   *
   * @param count 1 or more
   * @return this builder
   */
  public B maxConnections(int count) {
    maxConnections = ensureBetween(1, count, Integer.MAX_VALUE, "maxConnections");
    return self();
  }

  /**
   * Limits how many connections one peer may have at once.
   *
   * @param count 1 or more
   * @return this builder
   */
  public B maxConnectionsPerPeer(int count) {
    maxPerPeer = ensureBetween(1, count, Integer.MAX_VALUE, "maxConnectionsPerPeer");
    return self();
  }

  static int ensureBetween(int least, int count, int most, String name) {
    if (count < least || count > most) {
      throw new IllegalArgumentException(name + ": " + count);
    }
    return count;
  }

  /**
   * Limits how long a peer may take to send its first byte.
   *
   * @param timeout zero for no limit
   * @return this builder
   */
  public B firstByteTimeout(Duration timeout) {
    firstByteNanos = nanos(timeout, "firstByteTimeout");
    return self();
  }

  /**
   * Limits how long a connection may go on without a byte in either direction.
   *
   * @param timeout zero for no limit
   * @return this builder
   */
  public B idleTimeout(Duration timeout) {
    idleNanos = nanos(timeout, "idleTimeout");
    return self();
  }

  /**
   * Limits how long a connection may last.
   *
   * @param timeout zero for no limit
   * @return this builder
   */
  public B connectionDeadline(Duration timeout) {
    totalNanos = nanos(timeout, "connectionDeadline");
    return self();
  }

  /**
   * Has bytes move at least at this rate.
   *
   * @param bytesPerSecond 1 or more
   * @param window longer than zero
   * @return this builder
   */
  public B minimumRate(long bytesPerSecond, Duration window) {
    long nanos = nanos(window, "window");
    if (bytesPerSecond < 1 || nanos == 0) {
      throw new IllegalArgumentException("minimumRate: " + bytesPerSecond + " over " + window);
    }
    windowNanos = nanos;
    bytesPerWindow = Math.max(1, (long) ((double) bytesPerSecond * nanos / NANOS_PER_SECOND));
    return self();
  }

  /** Zero for no limit; 146 years at most. */
  private static long nanos(Duration timeout, String name) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException(name + ": " + timeout);
    }
    long most = Long.MAX_VALUE / 2;
    return timeout.toSeconds() >= most / NANOS_PER_SECOND ? most : timeout.toNanos();
  }

  /**
   * Chooses what happens to peers that arrive while there is no descriptor for them.
   *
   * @param choice to let them wait, or to turn them away
   * @return this builder
   */
  public B whenOutOfDescriptors(DescriptorShortage choice) {
    shortage = Objects.requireNonNull(choice, "choice");
    return self();
  }

  /**
   * Chooses who has to send a PROXY header.
   *
   * @param setting which peers are proxies
   * @return this builder
   */
  public B proxyProtocol(ProxyProtocol setting) {
    proxies = Optional.of(setting);
    return self();
  }

  /**
   * Opens the places.
   *
   * @return the listeners
   * @throws IOException as {@link Places#open} does, with its unchecked exceptions
   */
  protected ListenerGroup open() throws IOException {
    return places.open();
  }

  /**
   * What was chosen so far.
   *
   * @return counts nobody yet
   */
  protected Admission admission() {
    var limits =
        new ServerLimits(
            maxConnections,
            maxPerPeer,
            firstByteNanos,
            idleNanos,
            totalNanos,
            bytesPerWindow,
            windowNanos,
            shortage);
    return Admission.of(limits, proxies);
  }
}
