// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.packetloom.proxy.ProxyProtocol;
import org.packetloom.tls.Tls;

/** Collects the settings of a server and starts it. */
final class ServerBuilder implements Server.Builder {
  private static final int DEFAULT_MAX_CONNECTIONS = 10_000;
  private static final int MOST_SHARDS = 1024;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Packetloom loom;
  private final Handler handler;
  private final List<ListenerGroup.Opening> openings = new ArrayList<>();
  private int shards = 1;
  private int maxConnections = DEFAULT_MAX_CONNECTIONS;
  private int maxPerPeer;
  private long firstByteNanos;
  private long idleNanos;
  private long totalNanos;
  private long bytesPerWindow;
  private long windowNanos;
  private DescriptorShortage shortage = DescriptorShortage.WAIT;
  private Optional<ProxyProtocol> proxies = Optional.empty();
  private Optional<Tls> tls = Optional.empty();
  private FailureListener failureListener = FailureReports::log;

  ServerBuilder(Packetloom loom, Handler handler) {
    this.loom = loom;
    this.handler = Objects.requireNonNull(handler, "handler");
  }

  @Override
  public Server.Builder listen(String uri) {
    Objects.requireNonNull(uri, "uri");
    openings.add(opened -> openShards(ConnectorUri.parse(uri), opened));
    return this;
  }

  @Override
  public Server.Builder listen(ConnectorUri uri) {
    Objects.requireNonNull(uri, "uri");
    openings.add(opened -> openShards(uri, opened));
    return this;
  }

  @Override
  public Server.Builder listen(ConnectorBuilder place) {
    Objects.requireNonNull(place, "place");
    openings.add(opened -> opened.accept(place.listen()));
    return this;
  }

  @Override
  public Server.Builder listen(Listener listener) {
    Objects.requireNonNull(listener, "listener");
    openings.add(opened -> opened.accept(listener));
    return this;
  }

  /** The first one chooses the port for all, where the system is to choose it. */
  private void openShards(ConnectorUri uri, Consumer<Listener> opened) throws IOException {
    if (shards == 1) {
      opened.accept(loom.listen(uri));
      return;
    }
    ConnectorUri place = uri;
    for (int i = 0; i < shards; i++) {
      ConnectorBuilder shard = loom.connector(place);
      Listener listener = shard.option(StandardSocketOptions.SO_REUSEPORT, true).listen();
      opened.accept(listener);
      place = listener.uri();
    }
  }

  @Override
  public Server.Builder reusePort(int count) {
    shards = ensureBetween(1, count, MOST_SHARDS, "reusePort");
    return this;
  }

  @Override
  public Server.Builder maxConnections(int count) {
    maxConnections = ensureBetween(1, count, Integer.MAX_VALUE, "maxConnections");
    return this;
  }

  @Override
  public Server.Builder maxConnectionsPerPeer(int count) {
    maxPerPeer = ensureBetween(1, count, Integer.MAX_VALUE, "maxConnectionsPerPeer");
    return this;
  }

  private static int ensureBetween(int least, int count, int most, String name) {
    if (count < least || count > most) {
      throw new IllegalArgumentException(name + ": " + count);
    }
    return count;
  }

  @Override
  public Server.Builder firstByteTimeout(Duration timeout) {
    firstByteNanos = nanos(timeout, "firstByteTimeout");
    return this;
  }

  @Override
  public Server.Builder idleTimeout(Duration timeout) {
    idleNanos = nanos(timeout, "idleTimeout");
    return this;
  }

  @Override
  public Server.Builder connectionDeadline(Duration timeout) {
    totalNanos = nanos(timeout, "connectionDeadline");
    return this;
  }

  @Override
  public Server.Builder minimumRate(long bytesPerSecond, Duration window) {
    long nanos = nanos(window, "window");
    if (bytesPerSecond < 1 || nanos == 0) {
      throw new IllegalArgumentException("minimumRate: " + bytesPerSecond + " over " + window);
    }
    windowNanos = nanos;
    bytesPerWindow = Math.max(1, (long) ((double) bytesPerSecond * nanos / NANOS_PER_SECOND));
    return this;
  }

  /** Zero for no limit; 146 years at most. */
  private static long nanos(Duration timeout, String name) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException(name + ": " + timeout);
    }
    long most = Long.MAX_VALUE / 2;
    return timeout.getSeconds() >= most / NANOS_PER_SECOND ? most : timeout.toNanos();
  }

  @Override
  public Server.Builder whenOutOfDescriptors(DescriptorShortage choice) {
    shortage = Objects.requireNonNull(choice, "choice");
    return this;
  }

  @Override
  public Server.Builder proxyProtocol(ProxyProtocol setting) {
    proxies = Optional.of(setting);
    return this;
  }

  @Override
  public Server.Builder tls(Tls setting) {
    setting.ensureServer();
    tls = Optional.of(setting);
    return this;
  }

  @Override
  public Server.Builder onFailure(FailureListener listener) {
    failureListener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  @Override
  public Server start() throws IOException {
    if (openings.isEmpty()) {
      throw new IllegalStateException("no place to listen at");
    }
    if (tls.isPresent()) {
      tls.get().ensureServes();
    }
    return RunningServer.start(
        ListenerGroup.open(openings), handler, limits(), proxies, tls, loom, failureListener);
  }

  private ServerLimits limits() {
    return new ServerLimits(
        maxConnections,
        maxPerPeer,
        firstByteNanos,
        idleNanos,
        totalNanos,
        bytesPerWindow,
        windowNanos,
        shortage);
  }
}
