// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.packetloom.ConnectorBuilder;
import org.packetloom.ConnectorUri;
import org.packetloom.FailureListener;
import org.packetloom.Listener;
import org.packetloom.proxy.ProxyProtocol;
import org.packetloom.serving.Admission;
import org.packetloom.serving.LimitSettings;
import org.packetloom.serving.Places;

/** Collects the settings of a server and starts it. */
final class DataServerBuilder implements DataServer.Builder {
  private final Reactor reactor;
  private final DataHandler handler;
  private final Places places;
  private final LimitSettings serverLimits = new LimitSettings();
  private DataLimits limits = DataLimits.DEFAULT;
  private Optional<ProxyProtocol> proxies = Optional.empty();
  private @Nullable FailureListener failureListener; // null to report to the reactor

  DataServerBuilder(Reactor reactor, DataHandler handler) {
    this.reactor = reactor;
    this.handler = Objects.requireNonNull(handler, "handler");
    this.places = new Places(reactor.packetloom());
  }

  @Override
  public DataServer.Builder listen(String uri) {
    places.add(uri);
    return this;
  }

  @Override
  public DataServer.Builder listen(ConnectorUri uri) {
    places.add(uri);
    return this;
  }

  @Override
  public DataServer.Builder listen(ConnectorBuilder place) {
    places.add(place);
    return this;
  }

  @Override
  public DataServer.Builder listen(Listener listener) {
    places.add(listener);
    return this;
  }

  @Override
  public DataServer.Builder reusePort(int count) {
    places.reusePort(count);
    return this;
  }

  @Override
  public DataServer.Builder maxConnections(int count) {
    serverLimits.maxConnections(count);
    return this;
  }

  @Override
  public DataServer.Builder maxConnectionsPerPeer(int count) {
    serverLimits.maxConnectionsPerPeer(count);
    return this;
  }

  @Override
  public DataServer.Builder firstByteTimeout(Duration timeout) {
    serverLimits.firstByteTimeout(timeout);
    return this;
  }

  @Override
  public DataServer.Builder idleTimeout(Duration timeout) {
    serverLimits.idleTimeout(timeout);
    return this;
  }

  @Override
  public DataServer.Builder connectionDeadline(Duration timeout) {
    serverLimits.connectionDeadline(timeout);
    return this;
  }

  @Override
  public DataServer.Builder minimumRate(long bytesPerSecond, Duration window) {
    serverLimits.minimumRate(bytesPerSecond, window);
    return this;
  }

  @Override
  public DataServer.Builder limits(DataLimits chosen) {
    limits = Objects.requireNonNull(chosen, "limits");
    return this;
  }

  @Override
  public DataServer.Builder proxyProtocol(ProxyProtocol setting) {
    proxies = Optional.of(setting);
    return this;
  }

  @Override
  public DataServer.Builder onFailure(FailureListener listener) {
    failureListener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  @Override
  public DataServer start() throws IOException {
    return RunningDataServer.start(
        reactor,
        handler,
        limits,
        Admission.of(serverLimits.limits(), proxies),
        places.open(),
        new DataReports(failureListener));
  }
}
