// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.packetloom.ConnectorUri;
import org.packetloom.StreamConnector;
import org.packetloom.proxy.ProxyHeader;

/**
 * A stream over another one, which carries its bytes in some other form: addresses, options and the
 * PROXY header are those of the stream below, all else is said by the subclass, as it is for every
 * {@link AbstractStream}.
 *
 * <p>Callers wait here, by the deadlines, timeouts and interrupt policy of this stream, which the
 * one below is not told of. The subclass owns the stream below and closes it, in {@link
 * #inputEnded} and {@link #outputEnded}, or behind what is on its way then.
 */
public abstract class LayeredStream extends AbstractStream {
  private final StreamConnector below;

  /**
   * Makes a stream with the caller's settings.
   *
   * @param uri its URI, which also names it in messages
   * @param context settings and services
   * @param below carries its bytes
   */
  protected LayeredStream(ConnectorUri uri, SchemeContext context, StreamConnector below) {
    super(uri, context);
    this.below = Objects.requireNonNull(below, "below");
  }

  /**
   * What carries the bytes.
   *
   * @return the stream below
   */
  protected final StreamConnector below() {
    return below;
  }

  @Override
  public StreamConnector proxied(ProxyHeader header) {
    below.proxied(header);
    return this;
  }

  @Override
  public Optional<ProxyHeader> proxyHeader() {
    return below.proxyHeader();
  }

  @Override
  public Optional<SocketAddress> localAddress() {
    return below.localAddress();
  }

  @Override
  public Optional<SocketAddress> peerAddress() {
    return below.peerAddress();
  }

  @Override
  public <T> T option(SocketOption<T> option) throws IOException {
    return below.option(option);
  }

  @Override
  public <T> StreamConnector option(SocketOption<T> option, T value) throws IOException {
    below.option(option, value);
    return this;
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return below.supportedOptions();
  }
}
