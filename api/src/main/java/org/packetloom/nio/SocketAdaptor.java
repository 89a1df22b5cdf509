// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.packetloom.ConnectorOptions;
import org.packetloom.Deadline;
import org.packetloom.SendFlag;

/** A channel as a {@link Socket}: {@link SocketChannel#socket()}. */
final class SocketAdaptor extends Socket {
  private final LoomSocketChannel channel;

  /** Milliseconds that a read may take, 0 for no limit. */
  private volatile int timeout;

  private SocketAdaptor(LoomSocketChannel channel) throws SocketException {
    super(new NoSocket.OfStreams());
    this.channel = channel;
  }

  static Socket of(LoomSocketChannel channel) {
    try {
      return new SocketAdaptor(channel);
    } catch (SocketException e) {
      throw new AssertionError("nothing was done yet", e);
    }
  }

  // ---- steps

  @Override
  public void connect(SocketAddress remote) throws IOException {
    connect(remote, 0);
  }

  @Override
  public void connect(@Nullable SocketAddress remote, int millis) throws IOException {
    if (remote == null) {
      throw new IllegalArgumentException("connect: The address can't be null");
    }
    if (millis < 0) {
      throw new IllegalArgumentException("connect: timeout can't be negative");
    }
    ensureBlocking();
    boolean unused =
        SocketFailures.call(
            () ->
                millis == 0
                    ? channel.connect(remote)
                    : deadline(millis).call(() -> channel.connect(remote)));
  }

  @Override
  public void bind(@Nullable SocketAddress local) throws IOException {
    SocketFailures.call(() -> channel.bind(local));
  }

  private void ensureBlocking() {
    if (!channel.isBlocking()) {
      throw new IllegalBlockingModeException();
    }
  }

  static Deadline deadline(int millis) {
    return Deadline.after(Duration.ofMillis(millis));
  }

  // ---- addresses

  @Override
  public @Nullable InetAddress getInetAddress() {
    return channel.remoteAddress() instanceof InetSocketAddress remote ? remote.getAddress() : null;
  }

  @Override
  public InetAddress getLocalAddress() {
    boolean isKnown = channel.isOpen() && channel.localAddress() != null;
    return isKnown && channel.localAddress() instanceof InetSocketAddress local
        ? local.getAddress()
        : Addresses.wildcard(StandardProtocolFamily.INET).getAddress();
  }

  @Override
  public int getPort() {
    return channel.remoteAddress() instanceof InetSocketAddress remote ? remote.getPort() : 0;
  }

  @Override
  public int getLocalPort() {
    return channel.localAddress() instanceof InetSocketAddress local ? local.getPort() : -1;
  }

  @Override
  public SocketChannel getChannel() {
    return channel;
  }

  // ---- bytes

  @Override
  public InputStream getInputStream() throws IOException {
    ensureUsable();
    if (channel.isInputShutdown()) {
      throw new SocketException("Socket input is shutdown");
    }
    return new Input();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    ensureUsable();
    if (channel.isOutputShutdown()) {
      throw new SocketException("Socket output is shutdown");
    }
    return new Output();
  }

  private void ensureUsable() throws SocketException {
    ensureOpen();
    if (!channel.isConnected()) {
      throw new SocketException("Socket is not connected");
    }
  }

  private void ensureOpen() throws SocketException {
    if (!channel.isOpen()) {
      throw new SocketException("Socket is closed");
    }
  }

  /** Reads from the channel, within the timeout. */
  private final class Input extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] destination, int offset, int length) throws IOException {
      ByteBuffer room = ByteBuffer.wrap(destination, offset, length);
      if (length == 0) {
        return 0;
      }
      ensureBlocking();
      int millis = timeout;
      return millis == 0 ? channel.read(room) : channel.read(room, deadline(millis));
    }

    @Override
    public int available() throws IOException {
      return channel.stream().inputStream().available();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** Writes to the channel. */
  private final class Output extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      ByteBuffer bytes = ByteBuffer.wrap(source, offset, length);
      ensureBlocking();
      while (bytes.hasRemaining()) {
        int unused = channel.write(bytes); // all of it
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  @Override
  public void sendUrgentData(int data) throws IOException {
    ensureBlocking();
    ensureUsable();
    channel.stream().write(ByteBuffer.wrap(new byte[] {(byte) data}), SendFlag.OUT_OF_BAND);
  }

  // ---- options

  private <T> void set(SocketOption<T> option, T value) throws SocketException {
    SocketFailures.callPlain(() -> channel.setOption(option, value));
  }

  private <T> T get(SocketOption<T> option) throws SocketException {
    return SocketFailures.callPlain(() -> channel.getOption(option));
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    set(StandardSocketOptions.TCP_NODELAY, on);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return get(StandardSocketOptions.TCP_NODELAY);
  }

  @Override
  public void setSoLinger(boolean on, int linger) throws SocketException {
    if (on && linger < 0) {
      throw new IllegalArgumentException("invalid value for SO_LINGER");
    }
    set(StandardSocketOptions.SO_LINGER, on ? linger : -1);
  }

  @Override
  public int getSoLinger() throws SocketException {
    return get(StandardSocketOptions.SO_LINGER);
  }

  @Override
  public void setOOBInline(boolean on) throws SocketException {
    set(ConnectorOptions.SO_OOBINLINE, on);
  }

  @Override
  public boolean getOOBInline() throws SocketException {
    return get(ConnectorOptions.SO_OOBINLINE);
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
  public int getSoTimeout() throws SocketException {
    ensureOpen();
    return timeout;
  }

  @Override
  public void setSendBufferSize(int size) throws SocketException {
    ensurePositive(size);
    set(StandardSocketOptions.SO_SNDBUF, size);
  }

  @Override
  public int getSendBufferSize() throws SocketException {
    return get(StandardSocketOptions.SO_SNDBUF);
  }

  @Override
  public void setReceiveBufferSize(int size) throws SocketException {
    ensurePositive(size);
    set(StandardSocketOptions.SO_RCVBUF, size);
  }

  static void ensurePositive(int size) {
    if (size <= 0) {
      throw new IllegalArgumentException("Invalid buffer size: " + size);
    }
  }

  @Override
  public int getReceiveBufferSize() throws SocketException {
    return get(StandardSocketOptions.SO_RCVBUF);
  }

  @Override
  public void setKeepAlive(boolean on) throws SocketException {
    set(StandardSocketOptions.SO_KEEPALIVE, on);
  }

  @Override
  public boolean getKeepAlive() throws SocketException {
    return get(StandardSocketOptions.SO_KEEPALIVE);
  }

  @Override
  public void setTrafficClass(int trafficClass) throws SocketException {
    set(StandardSocketOptions.IP_TOS, trafficClass);
  }

  @Override
  public int getTrafficClass() throws SocketException {
    return get(StandardSocketOptions.IP_TOS);
  }

  @Override
  public void setReuseAddress(boolean on) throws SocketException {
    set(StandardSocketOptions.SO_REUSEADDR, on);
  }

  @Override
  public boolean getReuseAddress() throws SocketException {
    return get(StandardSocketOptions.SO_REUSEADDR);
  }

  @Override
  public <T> Socket setOption(SocketOption<T> name, T value) throws IOException {
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

  // ---- ending

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public void shutdownInput() throws IOException {
    SocketFailures.call(channel::shutdownInput);
  }

  @Override
  public void shutdownOutput() throws IOException {
    SocketFailures.call(channel::shutdownOutput);
  }

  @Override
  public boolean isConnected() {
    return channel.isConnected();
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
  public boolean isInputShutdown() {
    return channel.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return channel.isOutputShutdown();
  }

  @Override
  public String toString() {
    return isConnected()
        ? "Socket[addr="
            + getInetAddress()
            + ",port="
            + getPort()
            + ",localport="
            + getLocalPort()
            + "]"
        : "Socket[unconnected]";
  }
}
