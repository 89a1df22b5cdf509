// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSocket;

/** A connected {@link Socket}. Its own timeout does not matter. */
final class SocketEnd implements JdkEnd {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final Optional<SocketAddress> local;
  private final Optional<SocketAddress> peer;

  /** Fails if it is not connected, or closed. */
  SocketEnd(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
    this.local = Optional.ofNullable(socket.getLocalSocketAddress());
    this.peer = Optional.ofNullable(socket.getRemoteSocketAddress());
  }

  @Override
  public int read(ByteBuffer destination) throws IOException {
    while (true) {
      try {
        return StreamEnds.read(in, destination);
      } catch (SocketTimeoutException e) {
        if (socket.isClosed()) {
          throw e;
        }
      }
    }
  }

  @Override
  public void write(ByteBuffer source) throws IOException {
    StreamEnds.write(source, out);
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public boolean isReadableNow() {
    try {
      // an interrupt closes a channel even if nothing waits
      return socket.getChannel() == null && in.available() > 0;
    } catch (IOException _) {
      return false; // a read will tell
    }
  }

  @Override
  public void shutdownInput() throws IOException {
    socket.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  @Override
  public boolean isQuick() {
    return !(socket instanceof SSLSocket); // that one has words to send, and waits for them to go
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
