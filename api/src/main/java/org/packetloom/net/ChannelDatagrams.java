// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.Set;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;

/** What a connector over a channel of datagrams is called, and what options it has. */
abstract class ChannelDatagrams implements DatagramConnector {
  final DatagramChannel channel;
  private final ConnectorUri uri;

  ChannelDatagrams(ConnectorUri uri, DatagramChannel channel) {
    this.uri = uri;
    this.channel = channel;
  }

  @Override
  public ConnectorUri uri() {
    return uri;
  }

  @Override
  public <T> T option(SocketOption<T> option) throws IOException {
    return channel.getOption(option);
  }

  @Override
  public <T> DatagramConnector option(SocketOption<T> option, T value) throws IOException {
    DatagramChannel unused = channel.setOption(option, value);
    return this;
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return channel.supportedOptions();
  }

  @Override
  public boolean isListening() {
    return false;
  }

  @Override
  public boolean isConnected() {
    return isOpen() && peerAddress().isPresent();
  }

  @Override
  public boolean isCommunicating() {
    return isOpen();
  }

  @Override
  public Optional<SocketAddress> peerAddress() {
    try {
      return Optional.ofNullable(channel.getRemoteAddress());
    } catch (IOException _) {
      return Optional.empty(); // it is closed
    }
  }

  @Override
  public Optional<SocketAddress> localAddress() {
    try {
      return Optional.ofNullable(channel.getLocalAddress());
    } catch (IOException _) {
      return Optional.empty(); // it is closed
    }
  }

  @Override
  public String toString() {
    return ConnectorUri.of(uri.scheme(), uri.target()).toString();
  }
}
