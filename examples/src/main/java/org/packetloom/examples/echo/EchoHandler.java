// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.echo;

import java.io.IOException;
import org.packetloom.Handler;
import org.packetloom.StreamConnector;

/** Sends back what it receives, until the peer's end. */
public final class EchoHandler implements Handler {
  /** A record of seqpacket that is larger comes back without its end. */
  private static final int BUFFER_BYTES = 64 * 1024;

  /** Makes a handler; one serves any number of connections. */
  public EchoHandler() {}

  @Override
  public void handle(StreamConnector connection) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int n = connection.read(buffer); n >= 0; n = connection.read(buffer)) {
      connection.write(buffer, 0, n);
    }
  }
}
