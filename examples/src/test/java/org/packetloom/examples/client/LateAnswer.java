// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.packetloom.suite.Task;

/** A web server for one connection at a time, which answers when it is told to. */
final class LateAnswer implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
  private Task<Socket> connection = accepting();

  LateAnswer() throws IOException {}

  private Task<Socket> accepting() {
    return Task.start(Thread.ofVirtual().factory(), listener::accept);
  }

  /** For sockets that go through a connector. */
  String uri() {
    return "tcp://127.0.0.1:" + listener.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort() + "/";
  }

  /** Sends an answer, whatever was asked. */
  void send(String answer) throws IOException {
    connection.result().getOutputStream().write(answer.getBytes(ISO_8859_1));
  }

  /** Closes the connection, which the client can tell by then, and waits for another. */
  void hangUp() throws IOException {
    connection.result().close();
    connection = accepting();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    if (!connection.hasFailed()) {
      connection.result().close();
    }
  }
}
