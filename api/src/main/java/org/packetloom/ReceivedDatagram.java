// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A datagram in the hands of a {@link DatagramHandler}, and the way back to its sender.
 *
 * <p>Belongs to the thread of the handler, until that returns.
 */
public final class ReceivedDatagram {
  private final DatagramConnector connector;
  private final ByteBuffer bytes;
  private Datagram datagram = new Datagram(0, 0, Optional.empty());

  ReceivedDatagram(DatagramConnector connector, int sizeBytes) {
    this.connector = connector;
    this.bytes = ByteBuffer.allocateDirect(sizeBytes);
  }

  /** Waits for the next datagram. */
  void receive() throws IOException {
    datagram = connector.receive(bytes.clear());
    bytes.flip();
  }

  /**
   * The datagram's bytes.
   *
   * @return always the same buffer, its position at the first byte and its limit behind the last
   *     one; what the handler does with them does not matter to the next datagram
   */
  public ByteBuffer bytes() {
    return bytes;
  }

  /**
   * Where it came from.
   *
   * @return empty where datagrams have no senders
   */
  public Optional<SocketAddress> sender() {
    return datagram.sender();
  }

  /**
   * Whether it was larger than the server's buffers, so that its end is lost.
   *
   * @return true if {@link #fullSize} is greater than the bytes that are there
   */
  public boolean isTruncated() {
    return datagram.isTruncated();
  }

  /**
   * How large it was when it was sent.
   *
   * @return bytes
   */
  public int fullSize() {
    return datagram.fullSize();
  }

  /**
   * Sends a datagram to where this one came from; waits until the system takes it.
   *
   * @param answer is drained on return; may be {@link #bytes()}
   * @throws NotConnectedException if there is no sender
   * @throws IOException as {@link DatagramConnector#send(ByteBuffer, SocketAddress)}
   */
  public void reply(ByteBuffer answer) throws IOException {
    if (datagram.sender().isEmpty()) {
      throw new NotConnectedException(
          FailureDetail.atOnce("reply", connector.uri().toString(), "no sender"));
    }
    connector.send(answer, datagram.sender().get());
  }

  /**
   * The connector that it came through, for sending to others.
   *
   * @return the server's connector; it is the server's to close
   */
  public DatagramConnector connector() {
    return connector;
  }

  @Override
  public String toString() {
    return datagram + " through " + connector;
  }
}
