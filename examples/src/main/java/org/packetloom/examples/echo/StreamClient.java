// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.echo;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.packetloom.StreamConnector;

/**
 * The client of an echo over any scheme whose connectors are streams.
 *
 * @param connection leads to an {@link EchoHandler}; closed with this client
 */
public record StreamClient(StreamConnector connection) implements EchoClient {
  /** What fits in any connection's buffers both ways, so that it can be sent before reading. */
  private static final int FITS_BYTES = 4 * 1024;

  @Override
  public String name() {
    return connection.uri().toString();
  }

  @Override
  public void exchange(byte[] sent, byte[] received, ExecutorService writers)
      throws IOException, InterruptedException {
    if (sent.length <= FITS_BYTES) {
      connection.write(sent);
      connection.readFully(received);
    } else {
      Future<Integer> writer = writers.submit(() -> connection.write(sent));
      connection.readFully(received);
      RoundTrips.get(writer);
    }
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
