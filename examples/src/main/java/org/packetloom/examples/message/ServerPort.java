// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.message;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.packetloom.DatagramConnector;
import org.packetloom.message.MessageServerEndpoint;

/**
 * Carries datagrams between a server and its socket. Nothing here waits.
 *
 * @param socket where clients are heard
 * @param messages the server
 * @param datagram room for one
 */
public record ServerPort(
    DatagramConnector socket, MessageServerEndpoint messages, ByteBuffer datagram) {
  private static final int MOST_BYTES = 1 << 16;

  /** So many at a time, so that a flood leaves time for other work. */
  private static final int MOST_DATAGRAMS = 1_000;

  /**
   * Joins a server and its socket.
   *
   * @param socket where clients are heard; belongs to the caller
   * @param messages the server
   * @return what carries datagrams between them
   */
  public static ServerPort of(DatagramConnector socket, MessageServerEndpoint messages) {
    return new ServerPort(socket, messages, ByteBuffer.allocateDirect(MOST_BYTES));
  }

  /**
   * Gives the server what has come, and the time.
   *
   * @param nowNanos the time
   * @throws IOException if nothing can be received any more
   */
  public void receiveAll(long nowNanos) throws IOException {
    var got = socket.tryReceive(datagram.clear());
    for (int count = 1; got.isPresent(); count++) {
      messages.receive(datagram.flip(), got.get().sender().orElseThrow(), nowNanos);
      if (count == MOST_DATAGRAMS) {
        break;
      }
      got = socket.tryReceive(datagram.clear());
    }
    messages.advance(nowNanos);
  }

  /**
   * Sends what the server has to send; what the system does not take is lost, as on the way.
   *
   * @param nowNanos the time
   * @throws IOException if nothing can be sent any more
   */
  public void transmitAll(long nowNanos) throws IOException {
    for (var to = messages.transmit(datagram.clear(), nowNanos);
        to.isPresent();
        to = messages.transmit(datagram.clear(), nowNanos)) {
      socket.trySend(datagram.flip(), to.get());
    }
  }
}
