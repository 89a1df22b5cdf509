// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.echo;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import org.packetloom.Datagram;
import org.packetloom.DatagramConnector;
import org.packetloom.NativeFailure;

/** Sends each datagram back to where it came from, over any scheme that has datagrams. */
public final class DatagramEcho {
  /** The largest datagram of UDP, and more than most systems let local ones be. */
  private static final int LARGEST_BYTES = 64 * 1024;

  private DatagramEcho() {}

  /**
   * Serves until the connector is closed.
   *
   * @param connector where datagrams come in
   * @throws IOException if the connector fails
   */
  public static void serve(DatagramConnector connector) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(LARGEST_BYTES);
    while (connector.isOpen()) {
      try {
        Datagram datagram = connector.receive(buffer.clear());
        answer(connector, buffer.flip(), datagram.sender());
      } catch (ClosedChannelException _) {
        return;
      }
    }
  }

  /** Answers a sender; one that has gone, or has no name, gets none. */
  private static void answer(
      DatagramConnector connector, ByteBuffer bytes, Optional<SocketAddress> sender)
      throws IOException {
    if (sender.isEmpty()) {
      return;
    }
    try {
      connector.send(bytes, sender.get());
    } catch (IOException e) {
      if (!(e instanceof NativeFailure)) {
        throw e;
      }
      // that sender's loss: the next one is served
    }
  }
}
