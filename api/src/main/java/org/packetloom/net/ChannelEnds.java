// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import java.util.Set;

/** A channel to read from and one to write to, which may be the same; in blocking mode. */
final class ChannelEnds implements JdkEnd {
  private final ReadableByteChannel in;
  private final WritableByteChannel out;
  private final Optional<SocketAddress> local;
  private final Optional<SocketAddress> peer;

  ChannelEnds(ReadableByteChannel in, WritableByteChannel out) throws IOException {
    this.in = blocking(in);
    this.out = blocking(out);
    this.local =
        in instanceof NetworkChannel network
            ? Optional.ofNullable(network.getLocalAddress())
            : Optional.empty();
    this.peer =
        in instanceof SocketChannel socket
            ? Optional.ofNullable(socket.getRemoteAddress())
            : Optional.empty();
  }

  /** Puts a channel into blocking mode; fails if a selector has it. */
  private static <C> C blocking(C channel) throws IOException {
    if (channel instanceof SelectableChannel selectable && !selectable.isBlocking()) {
      selectable.configureBlocking(true);
    }
    return channel;
  }

  @Override
  public int read(ByteBuffer destination) throws IOException {
    int n = in.read(destination);
    if (n == 0) {
      throw new IllegalBlockingModeException();
    }
    return n;
  }

  @Override
  public void write(ByteBuffer source) throws IOException {
    while (source.hasRemaining()) {
      int n = out.write(source);
      if (n == 0) {
        throw new IllegalBlockingModeException();
      }
    }
  }

  @Override
  public int available() {
    return 0;
  }

  @Override
  public void shutdownInput() throws IOException {
    if (in instanceof SocketChannel socket) {
      socket.shutdownInput();
    } else if ((Object) in != out) {
      in.close();
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    if (out instanceof SocketChannel socket) {
      socket.shutdownOutput();
    } else if ((Object) in != out) {
      out.close();
    }
  }

  @Override
  public void close() throws IOException {
    try (in) {
      out.close();
    }
  }

  @Override
  public boolean isQuick() {
    return in instanceof SelectableChannel && out instanceof SelectableChannel;
  }

  @Override
  public Optional<SocketAddress> local() {
    return local;
  }

  @Override
  public Optional<SocketAddress> peer() {
    return peer;
  }

  @Override
  public Set<SocketOption<?>> options() {
    return in instanceof NetworkChannel network ? network.supportedOptions() : Set.of();
  }

  @Override
  public <T> T option(SocketOption<T> option) throws IOException {
    return in instanceof NetworkChannel network
        ? network.getOption(option)
        : JdkEnd.super.option(option);
  }

  @Override
  public <T> void option(SocketOption<T> option, T value) throws IOException {
    if (in instanceof NetworkChannel network) {
      network.setOption(option, value);
    } else {
      JdkEnd.super.option(option, value);
    }
  }
}
