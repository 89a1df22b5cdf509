// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.packetloom.CapabilityException;
import org.packetloom.Connector;
import org.packetloom.ConnectorBuilder;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;
import org.packetloom.ConnectorUriException;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.Listener;
import org.packetloom.Pair;
import org.packetloom.SocketHook;
import org.packetloom.StreamConnector;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SchemeContext;

/** Collects a caller's settings, over those of the URI, and has the scheme open the connector. */
final class PreparedConnector implements ConnectorBuilder {
  /** The delay that RFC 8305 recommends. */
  private static final Duration ATTEMPT_DELAY = Duration.ofMillis(250);

  private static final Duration SHORTEST_DELAY = Duration.ofMillis(10);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(2);

  private final Loom loom;
  private final Scheme scheme;
  private final ConnectorUri uri;
  private final OptionTable table;
  private final Map<SocketOption<?>, Object> options = new LinkedHashMap<>();
  private final List<SocketHook> hooks = new ArrayList<>();

  private Deadline deadline = Deadline.NONE;
  private Duration connectTimeout = Duration.ZERO;
  private Duration readTimeout = Duration.ZERO;
  private Duration writeTimeout = Duration.ZERO;
  private Duration attemptDelay = ATTEMPT_DELAY;
  private InterruptPolicy policy = InterruptPolicy.KEEP_OPEN;
  private Optional<SocketAddress> localAddress = Optional.empty();

  /** What the user's parameters stand for first, over it what those built in say. */
  PreparedConnector(Loom loom, Scheme scheme, ConnectorUri uri, UserParameters parameters)
      throws ConnectorUriException {
    this.loom = loom;
    this.scheme = scheme;
    this.uri = uri;
    this.table = OptionTable.of(uri.scheme());
    parameters.apply(uri, this);
    options.putAll(table.fromUri(uri));
    uri.duration("connect-timeout").ifPresent(this::connectTimeout);
    uri.duration("read-timeout").ifPresent(this::readTimeout);
    uri.duration("write-timeout").ifPresent(this::writeTimeout);
    uri.interruptPolicy().ifPresent(this::interruptPolicy);
    if (uri.target() instanceof ConnectorTarget.Host) {
      uri.duration("attempt-delay").ifPresent(this::attemptDelay);
    }
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
  public ConnectorBuilder attemptDelay(Duration delay) {
    if (delay.compareTo(SHORTEST_DELAY) < 0 || delay.compareTo(LONGEST_DELAY) > 0) {
      throw new IllegalArgumentException("attempt delay: " + delay + ", 10 ms to 2 s");
    }
    attemptDelay = delay;
    return this;
  }

  @Override
  public ConnectorBuilder beforeBind(SocketHook hook) {
    hooks.add(Objects.requireNonNull(hook, "hook"));
    return this;
  }

  @Override
  public StreamConnector connect() throws IOException {
    Opening opening = begin();
    Tally tally = loom.connectors().tally();
    return tally.connect(uri, () -> scheme.connect(uri, opening));
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

  @Override
  public SchemeContext context() throws IOException {
    return begin();
  }

  /** What a scheme opens the connector with. */
  Opening begin() throws IOException {
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
            localAddress,
            attemptDelay));
  }
}
