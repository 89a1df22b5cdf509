// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.packetloom.CapabilityException;
import org.packetloom.Connector;
import org.packetloom.ConnectorBuilder;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.Listener;
import org.packetloom.Pair;
import org.packetloom.SocketHook;
import org.packetloom.StreamConnector;
import org.packetloom.spi.Scheme;

/** Collects a caller's settings, over those of the URI, and has the scheme open the connector. */
final class PreparedConnector implements ConnectorBuilder {
  private final Loom loom;
  private final Scheme scheme;
  private final ConnectorUri uri;
  private final OptionTable table;
  private final Map<SocketOption<?>, Object> options;
  private final List<SocketHook> hooks = new ArrayList<>();

  private Deadline deadline = Deadline.NONE;
  private Duration connectTimeout;
  private Duration readTimeout;
  private Duration writeTimeout;
  private InterruptPolicy policy;
  private Optional<SocketAddress> localAddress = Optional.empty();

  PreparedConnector(Loom loom, Scheme scheme, ConnectorUri uri) {
    this.loom = loom;
    this.scheme = scheme;
    this.uri = uri;
    this.table = OptionTable.of(uri.scheme());
    this.options = table.fromUri(uri);
    this.connectTimeout = uri.duration("connect-timeout").orElse(Duration.ZERO);
    this.readTimeout = uri.duration("read-timeout").orElse(Duration.ZERO);
    this.writeTimeout = uri.duration("write-timeout").orElse(Duration.ZERO);
    this.policy = uri.interruptPolicy().orElse(InterruptPolicy.KEEP_OPEN);
  }

  @Override
  public <T> ConnectorBuilder option(SocketOption<T> option, T value) {
    options.put(option, table.checked(option, value));
    return this;
  }

  @Override
  public ConnectorBuilder deadline(Deadline changed) {
    deadline = Objects.requireNonNull(changed, "deadline");
    return this;
  }

  @Override
  public ConnectorBuilder connectTimeout(Duration timeout) {
    connectTimeout = checked(timeout);
    return this;
  }

  @Override
  public ConnectorBuilder readTimeout(Duration timeout) {
    readTimeout = checked(timeout);
    return this;
  }

  @Override
  public ConnectorBuilder writeTimeout(Duration timeout) {
    writeTimeout = checked(timeout);
    return this;
  }

  private static Duration checked(Duration timeout) {
    Settings.nanos(timeout);
    return timeout;
  }

  @Override
  public ConnectorBuilder interruptPolicy(InterruptPolicy changed) {
    policy = Objects.requireNonNull(changed, "policy");
    return this;
  }

  @Override
  public ConnectorBuilder localAddress(SocketAddress address) {
    localAddress = Optional.of(address);
    return this;
  }

  @Override
  public ConnectorBuilder beforeBind(SocketHook hook) {
    hooks.add(Objects.requireNonNull(hook, "hook"));
    return this;
  }

  @Override
  public StreamConnector connect() throws IOException {
    return scheme.connect(uri, begin());
  }

  @Override
  public Listener listen() throws IOException {
    return scheme.listen(uri, begin());
  }

  @Override
  public DatagramConnector bind() throws IOException {
    return scheme.bind(uri, begin());
  }

  @Override
  public Pair pair() throws IOException {
    return scheme.pair(uri, begin());
  }

  @Override
  public List<ConnectorUri> resolve() throws IOException {
    return Resolution.of(uri, begin());
  }

  @Override
  public <C extends Connector> C adopt(Class<C> type) throws IOException {
    if (scheme instanceof FdScheme descriptors) {
      return descriptors.adopt(uri, begin(), type);
    }
    throw new CapabilityException(
        "adopt " + uri, "it names no descriptor", "use fd:/// and its number");
  }

  private Opening begin() throws IOException {
    loom.ensureOpen("open " + uri);
    return Opening.begin(
        loom,
        new Settings(
            options,
            hooks,
            deadline,
            connectTimeout,
            readTimeout,
            writeTimeout,
            policy,
            uri.isBlocking(),
            localAddress));
  }
}
