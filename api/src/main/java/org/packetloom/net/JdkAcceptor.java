// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;
import java.util.Set;

/** Something of the JDK that accepts, by a call that waits. */
sealed interface JdkAcceptor {
  /** Waits for a client. */
  JdkEnd accept() throws IOException;

  /** Closes, and wakes who accepts. */
  void close() throws IOException;

  Optional<SocketAddress> local();

  Set<SocketOption<?>> options();

  <T> T option(SocketOption<T> option) throws IOException;

  <T> void option(SocketOption<T> option, T value) throws IOException;

  /**
   * A {@link ServerSocket}. Its own timeout does not matter.
   *
   * @param socket bound
   * @param local its address, if it has one
   */
  record OfSocket(ServerSocket socket, Optional<SocketAddress> local) implements JdkAcceptor {
    @Override
    public JdkEnd accept() throws IOException {
      while (true) {
        try {
          return new SocketEnd(socket.accept());
        } catch (SocketTimeoutException e) {
          if (socket.isClosed()) {
            throw e;
          }
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }

    @Override
    public Set<SocketOption<?>> options() {
      return socket.supportedOptions();
    }

    @Override
    public <T> T option(SocketOption<T> option) throws IOException {
      return socket.getOption(option);
    }

    @Override
    public <T> void option(SocketOption<T> option, T value) throws IOException {
      socket.setOption(option, value);
    }
  }

  /**
   * A {@link ServerSocketChannel}.
   *
   * @param channel bound, in blocking mode
   * @param local its address
   */
  record OfChannel(ServerSocketChannel channel, Optional<SocketAddress> local)
      implements JdkAcceptor {
    @Override
    public JdkEnd accept() throws IOException {
      var client = channel.accept();
      return new ChannelEnds(client, client);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }

    @Override
    public Set<SocketOption<?>> options() {
      return channel.supportedOptions();
    }

    @Override
    public <T> T option(SocketOption<T> option) throws IOException {
      return channel.getOption(option);
    }

    @Override
    public <T> void option(SocketOption<T> option, T value) throws IOException {
      channel.setOption(option, value);
    }
  }
}
