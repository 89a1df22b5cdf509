// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.packetloom.StreamConnector;
import org.packetloom.TornWriteException;
import org.packetloom.TransferFailure;

/**
 * Writes to a connector as the output stream of a socket does. After a write that stopped in the
 * middle, which only a deadline, a timeout or an interrupt that keeps the socket open can cause, it
 * refuses to go on: what followed would be taken for the rest.
 */
final class ConnectorOutput extends OutputStream {
  private final ConnectorSocket socket;
  private final StreamConnector connector;

  /** What tore a write, null as long as none is torn. */
  private volatile @Nullable IOException torn;

  ConnectorOutput(ConnectorSocket socket, StreamConnector connector) {
    this.socket = socket;
    this.connector = connector;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    if (length == 0) {
      Objects.checkFromIndexSize(offset, 0, source.length);
      return;
    }
    IOException earlier = torn;
    if (earlier != null && connector.isOpen()) {
      throw new TornWriteException(connector.toString(), earlier);
    }
    try {
      int unused = connector.write(source, offset, length);
    } catch (IOException e) {
      if (e instanceof TransferFailure failure && failure.bytesMoved() > 0) {
        torn = e;
      }
      throw JdkFailures.of(e, JdkFailures.Verb.WRITE, socket);
    }
  }

  @Override
  public void close() throws IOException {
    socket.closeOwner();
  }
}
