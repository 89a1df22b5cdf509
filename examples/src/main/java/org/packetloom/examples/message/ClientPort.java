// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.message;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.packetloom.DatagramConnector;
import org.packetloom.message.MessageClientEndpoint;

/**
 * Carries datagrams between a client and its socket. Nothing here waits.
 *
 * @param socket connected to the server
 * @param messages the client
 * @param datagram room for one
 */
public record ClientPort(
    DatagramConnector socket, MessageClientEndpoint messages, ByteBuffer datagram) {
  private static final int MOST_BYTES = 1 << 16;

  /** So many at a time, so that a flood leaves time for other work. */
  private static final int MOST_DATAGRAMS = 1_000;

  /**
   * Joins a client and its socket.
   *
   * @param socket connected to the server; belongs to the caller
   * @param messages the client
   * @return what carries datagrams between them
   */
  public static ClientPort of(DatagramConnector socket, MessageClientEndpoint messages) {
    return new ClientPort(socket, messages, ByteBuffer.allocateDirect(MOST_BYTES));
  }

  /**
   * Gives the client what has come, and the time.
   *
   * @param nowNanos the time
   * @throws IOException if nothing can be received any more
   */
  public void receiveAll(long nowNanos) throws IOException {
    int count = 0;
    while (count++ < MOST_DATAGRAMS && socket.tryReceive(datagram.clear()).isPresent()) {
      messages.receive(datagram.flip(), nowNanos);
    }
    messages.advance(nowNanos);
  }

  /**
   * Sends what the client has to send; what the system does not take is lost, as on the way.
   *
   * @param nowNanos the time
   * @throws IOException if nothing can be sent any more
   */
  public void transmitAll(long nowNanos) throws IOException {
    while (messages.transmit(datagram.clear(), nowNanos)) {
      socket.trySend(datagram.flip());
    }
  }
}
