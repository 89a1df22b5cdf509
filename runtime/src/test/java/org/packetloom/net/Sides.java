// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;

/** Two sockets of ours that are connected to each other. */
record Sides(PacketloomSocket client, PacketloomSocket server) implements AutoCloseable {
  static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  /** Over TCP. */
  static Sides connect() throws IOException {
    return connect(ANY_PORT);
  }

  /** Over what the address stands for. */
  static Sides connect(SocketAddress local) throws IOException {
    try (PacketloomServerSocket listener = listen(local)) {
      PacketloomSocket client = new PacketloomSocketFactory().createSocket();
      client.connect(listener.getLocalSocketAddress());
      return new Sides(client, listener.accept());
    }
  }

  static PacketloomServerSocket listen(SocketAddress local) throws IOException {
    PacketloomServerSocket listener = new PacketloomServerSocketFactory().createServerSocket();
    try {
      listener.bind(local);
      return listener;
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }

  /** Writes until the peer's buffers and ours are full, and so never returns of itself. */
  static int fill(Socket socket) throws IOException {
    byte[] block = new byte[1 << 16];
    while (true) {
      socket.getOutputStream().write(block);
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
