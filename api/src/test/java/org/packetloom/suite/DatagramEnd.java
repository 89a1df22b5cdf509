// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.packetloom.Datagram;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;

/**
 * One socket of datagrams under test.
 *
 * <p>Methods mean what those of {@link org.packetloom.DatagramConnector} with the same names mean.
 * What an end lacks throws {@link UnsupportedOperationException}; suites ask its row for the {@link
 * Feature} first.
 */
public interface DatagramEnd extends AutoCloseable {
  Datagram receive(ByteBuffer destination) throws IOException;

  Optional<Datagram> tryReceive(ByteBuffer destination) throws IOException;

  void send(ByteBuffer source, SocketAddress peer) throws IOException;

  void send(ByteBuffer source) throws IOException;

  boolean trySend(ByteBuffer source, SocketAddress peer) throws IOException;

  /**
   * Sends datagrams with as few calls as this end has; one each if it has no others.
   *
   * @param peers one for each, or none for the connected peer
   */
  default void sendAll(List<byte[]> datagrams, List<SocketAddress> peers) throws IOException {
    for (int i = 0; i < datagrams.size(); i++) {
      ByteBuffer source = ByteBuffer.wrap(datagrams.get(i));
      if (peers.isEmpty()) {
        send(source);
      } else {
        send(source, peers.get(i));
      }
    }
  }

  void connect(SocketAddress peer) throws IOException;

  void disconnect() throws IOException;

  /** The address that peers send to. */
  SocketAddress address() throws IOException;

  Optional<SocketAddress> peerAddress() throws IOException;

  void readDeadline(Deadline deadline);

  void writeDeadline(Deadline deadline);

  void readTimeout(Duration timeout);

  void writeTimeout(Duration timeout);

  void interruptPolicy(InterruptPolicy policy);

  boolean isOpen();

  /** The type of exception that this end throws for a failure. */
  Class<? extends Throwable> type(Failure failure);

  @Override
  void close() throws IOException;
}
