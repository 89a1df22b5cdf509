// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A channel as a {@link ServerSocket}: {@link ServerSocketChannel#socket()}. */
final class ServerSocketAdaptor extends ServerSocket {
  private static final int DEFAULT_BACKLOG = 50;

  private final LoomServerSocketChannel channel;

  /** Milliseconds that accepting may take, 0 for no limit. */
  private volatile int timeout;

  private ServerSocketAdaptor(LoomServerSocketChannel channel) {
    super(new NoSocket.OfStreams());
    this.channel = channel;
  }

  static ServerSocket of(LoomServerSocketChannel channel) {
    return new ServerSocketAdaptor(channel);
  }

  @Override
  public void bind(@Nullable SocketAddress local) throws IOException {
    bind(local, DEFAULT_BACKLOG);
  }

  @Override
  public void bind(@Nullable SocketAddress local, int backlog) throws IOException {
    SocketFailures.call(
        () -> channel.bind(local == null ? new InetSocketAddress(0) : local, backlog));
  }

  @Override
  public @Nullable InetAddress getInetAddress() {
    return channel.localAddress() instanceof InetSocketAddress local ? local.getAddress() : null;
  }

  @Override
  public int getLocalPort() {
    return channel.localAddress() instanceof InetSocketAddress local ? local.getPort() : -1;
  }

  @Override
  public Socket accept() throws IOException {
    int millis = timeout;
    SocketChannel accepted =
        SocketFailures.call(
            () -> millis > 0 ? channel.accept(SocketAdaptor.deadline(millis)) : channel.accept());
    if (accepted == null) {
      throw new IllegalBlockingModeException();
    }
    return accepted.socket();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public ServerSocketChannel getChannel() {
    return channel;
  }

  @Override
  public boolean isBound() {
    return channel.localAddress() != null;
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    ensureOpen();
    if (millis < 0) {
      throw new IllegalArgumentException("timeout < 0");
    }
    timeout = millis;
  }

  @Override
  public int getSoTimeout() throws IOException {
    ensureOpen();
    return timeout;
  }

  private void ensureOpen() throws SocketException {
    if (!channel.isOpen()) {
      throw new SocketException("Socket is closed");
    }
  }

  @Override
  public void setReuseAddress(boolean on) throws SocketException {
    SocketFailures.callPlain(() -> channel.setOption(StandardSocketOptions.SO_REUSEADDR, on));
  }

  @Override
  public boolean getReuseAddress() throws SocketException {
    return SocketFailures.callPlain(() -> channel.getOption(StandardSocketOptions.SO_REUSEADDR));
  }

  @Override
  public void setReceiveBufferSize(int size) throws SocketException {
    SocketAdaptor.ensurePositive(size);
    SocketFailures.callPlain(() -> channel.setOption(StandardSocketOptions.SO_RCVBUF, size));
  }

  @Override
  public int getReceiveBufferSize() throws SocketException {
    return SocketFailures.callPlain(() -> channel.getOption(StandardSocketOptions.SO_RCVBUF));
  }

  @Override
  public <T> ServerSocket setOption(SocketOption<T> name, T value) throws IOException {
    channel.setOption(name, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    return channel.getOption(name);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return channel.supportedOptions();
  }

  @Override
  public void setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
    // nothing to prefer
  }

  @Override
  public String toString() {
    return isBound()
        ? "ServerSocket[addr=" + getInetAddress() + ",localport=" + getLocalPort() + "]"
        : "ServerSocket[unbound]";
  }
}
