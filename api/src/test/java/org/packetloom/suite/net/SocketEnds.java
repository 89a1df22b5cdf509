// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** Two sockets connected to each other: the client, and the one that was accepted. */
public record SocketEnds(Socket near, Socket far) implements AutoCloseable {
  /** The client's input. */
  InputStream input() throws IOException {
    return near.getInputStream();
  }

  /** The client's output. */
  OutputStream output() throws IOException {
    return near.getOutputStream();
  }

  /** Sends bytes to the client. */
  void send(int... bytes) throws IOException {
    byte[] block = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      block[i] = (byte) bytes[i];
    }
    far.getOutputStream().write(block);
  }

  @Override
  public void close() throws IOException {
    try (near) {
      far.close();
    }
  }
}
