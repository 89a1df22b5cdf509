// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.echo;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutorService;
import org.packetloom.Datagram;
import org.packetloom.DatagramConnector;
import org.packetloom.MessageTooLargeException;

/**
 * The client of an echo over any scheme whose connectors carry datagrams.
 *
 * @param connector bound to where answers are to go; closed with this client
 * @param server the address of a {@link DatagramEcho}
 */
public record DatagramClient(DatagramConnector connector, SocketAddress server)
    implements EchoClient {
  @Override
  public String name() {
    return connector.uri().toString();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Each block is one datagram, and so is its answer. An answer that is lost ends in the read
   * timeout of the connector.
   *
   * @throws MessageTooLargeException if the block does not fit a datagram
   */
  @Override
  public void exchange(byte[] sent, byte[] received, ExecutorService writers) throws IOException {
    connector.send(ByteBuffer.wrap(sent), server);
    Datagram answer = connector.receive(ByteBuffer.wrap(received));
    if (answer.fullSize() != sent.length) {
      throw new IOException(
          name() + ": " + sent.length + " bytes were sent, " + answer.fullSize() + " came back");
    }
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
