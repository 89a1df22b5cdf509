// SPDX-License-Identifier: Apache-2.0
package org.packetloom.tls;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.StreamConnector;
import org.packetloom.proxy.ProxyHeader;
import org.packetloom.spi.AbstractStream;
import org.packetloom.spi.SchemeContext;

/**
 * A stream over another one: addresses and options are those of the one below. Deadlines and
 * timeouts are set there too, so that whoever waits there is woken when they change.
 */
abstract class LayeredStream extends AbstractStream {
  private final StreamConnector transport;

  LayeredStream(ConnectorUri uri, SchemeContext context, StreamConnector transport) {
    super(uri, context);
    this.transport = transport;
  }

  /** What carries the bytes. */
  public final StreamConnector transport() {
    return transport;
  }

  @Override
  public StreamConnector readDeadline(Deadline deadline) {
    StreamConnector unused = super.readDeadline(deadline);
    transport.readDeadline(deadline);
    return this;
  }

  @Override
  public StreamConnector writeDeadline(Deadline deadline) {
    StreamConnector unused = super.writeDeadline(deadline);
    transport.writeDeadline(deadline);
    return this;
  }

  @Override
  public StreamConnector readTimeout(Duration timeout) {
    StreamConnector unused = super.readTimeout(timeout);
    transport.readTimeout(timeout);
    return this;
  }

  @Override
  public StreamConnector writeTimeout(Duration timeout) {
    StreamConnector unused = super.writeTimeout(timeout);
    transport.writeTimeout(timeout);
    return this;
  }

  // ---- names

  @Override
  public StreamConnector proxied(ProxyHeader header) {
    transport.proxied(header);
    return this;
  }

  @Override
  public Optional<ProxyHeader> proxyHeader() {
    return transport.proxyHeader();
  }

  @Override
  public Optional<SocketAddress> localAddress() {
    return transport.localAddress();
  }

  @Override
  public Optional<SocketAddress> peerAddress() {
    return transport.peerAddress();
  }

  @Override
  public <T> T option(SocketOption<T> option) throws IOException {
    return transport.option(option);
  }

  @Override
  public <T> StreamConnector option(SocketOption<T> option, T value) throws IOException {
    transport.option(option, value);
    return this;
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return transport.supportedOptions();
  }
}
