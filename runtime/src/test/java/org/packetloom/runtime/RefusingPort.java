// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A TCP address of this machine that refuses: bound, so that nobody gets it, but not listening. */
final class RefusingPort implements AutoCloseable {
  private final Socket socket = new Socket();

  RefusingPort() throws IOException {
    this("127.0.0.1");
  }

  RefusingPort(String literal) throws IOException {
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(literal), 0));
  }

  int port() {
    return socket.getLocalPort();
  }

  String uri() {
    return "tcp4://127.0.0.1:" + port();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
