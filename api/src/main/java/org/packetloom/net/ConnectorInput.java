// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.packetloom.ConnectionResetException;
import org.packetloom.StreamConnector;

/** Reads from a connector as the input stream of a socket does. */
final class ConnectorInput extends InputStream {
  private final ConnectorSocket socket;
  private final StreamConnector connector;
  private final StreamSettings settings;

  /** Whether there is nothing more to read, and the connector need not be asked; never unset. */
  private volatile boolean isOver;

  /**
   * Why there is nothing more, if that is no plain end: the system tells of a reset once, a socket
   * goes on telling. Null if it is one; written before isOver.
   */
  private @Nullable ConnectionResetException reset;

  ConnectorInput(ConnectorSocket socket, StreamConnector connector) {
    this.socket = socket;
    this.connector = connector;
    this.settings = socket.settings();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] destination, int offset, int length) throws IOException {
    if (length == 0) {
      Objects.checkFromIndexSize(offset, 0, destination.length);
      return 0;
    }
    if (isOver && connector.isOpen()) {
      return readNothing();
    }
    settings.applyReadTimeout();
    try {
      return connector.read(destination, offset, length);
    } catch (IOException e) {
      if (e instanceof ConnectionResetException first) {
        reset = first;
        isOver = true;
      }
      throw JdkFailures.of(e, JdkFailures.Verb.READ, socket);
    }
  }

  private int readNothing() throws IOException {
    ConnectionResetException first = reset;
    if (first == null) {
      return -1;
    }
    throw JdkFailures.of(first, JdkFailures.Verb.READ, socket);
  }

  /** From now on there is nothing but the end. */
  void end() {
    isOver = true;
  }

  @Override
  public int available() throws IOException {
    return socket.available();
  }

  @Override
  public void close() throws IOException {
    socket.closeOwner();
  }
}
