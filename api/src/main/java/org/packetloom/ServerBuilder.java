// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.packetloom.proxy.ProxyProtocol;
import org.packetloom.serving.Admission;
import org.packetloom.serving.LimitSettings;
import org.packetloom.serving.Places;
import org.packetloom.tls.Tls;

/** Collects the settings of a server and starts it. */
final class ServerBuilder implements Server.Builder {
  private final Packetloom loom;
  private final Handler handler;
  private final Places places;
  private final LimitSettings limits = new LimitSettings();
  private Optional<ProxyProtocol> proxies = Optional.empty();
  private Optional<Tls> tls = Optional.empty();
  private FailureListener failureListener = FailureReports::log;

  ServerBuilder(Packetloom loom, Handler handler) {
    this.loom = loom;
    this.places = new Places(loom);
    this.handler = Objects.requireNonNull(handler, "handler");
  }

  @Override
  public Server.Builder listen(String uri) {
    places.add(uri);
    return this;
  }

  @Override
  public Server.Builder listen(ConnectorUri uri) {
    places.add(uri);
    return this;
  }

  @Override
  public Server.Builder listen(ConnectorBuilder place) {
    places.add(place);
    return this;
  }

  @Override
  public Server.Builder listen(Listener listener) {
    places.add(listener);
    return this;
  }

  @Override
  public Server.Builder reusePort(int count) {
    places.reusePort(count);
    return this;
  }

  @Override
  public Server.Builder maxConnections(int count) {
    limits.maxConnections(count);
    return this;
  }

  @Override
  public Server.Builder maxConnectionsPerPeer(int count) {
    limits.maxConnectionsPerPeer(count);
    return this;
  }

  @Override
  public Server.Builder firstByteTimeout(Duration timeout) {
    limits.firstByteTimeout(timeout);
    return this;
  }

  @Override
  public Server.Builder idleTimeout(Duration timeout) {
    limits.idleTimeout(timeout);
    return this;
  }

  @Override
  public Server.Builder connectionDeadline(Duration timeout) {
    limits.connectionDeadline(timeout);
    return this;
  }

  @Override
  public Server.Builder minimumRate(long bytesPerSecond, Duration window) {
    limits.minimumRate(bytesPerSecond, window);
    return this;
  }

  @Override
  public Server.Builder whenOutOfDescriptors(DescriptorShortage choice) {
    limits.whenOutOfDescriptors(choice);
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
    if (tls.isPresent()) {
      tls.get().ensureServes();
    }
    return RunningServer.start(
        places.open(), handler, Admission.of(limits.limits(), proxies), tls, loom, failureListener);
  }
}
