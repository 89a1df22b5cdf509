// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.event;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.packetloom.ConnectorClosedException;
import org.packetloom.Datagram;
import org.packetloom.DatagramConnector;
import org.packetloom.NativeFailure;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Events;
import org.packetloom.event.Occurrence;
import org.packetloom.event.Reactor;
import org.packetloom.event.ReactorClosedException;

/**
 * Sends each datagram back to where it came from, or drops it.
 *
 * <p>There is no waiting for a sender that does not take its answers: all the others would have to
 * wait with it, and datagrams may be lost anyway.
 */
final class EchoDatagrams implements EventHandler {
  /** The largest datagram of UDP, and more than most systems let local ones be. */
  private static final int LARGEST_BYTES = 64 * 1024;

  private final Reactor reactor;
  private final DatagramConnector connector;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(LARGEST_BYTES); // used by the handler's call

  EchoDatagrams(Reactor reactor, DatagramConnector connector) {
    this.reactor = reactor;
    this.connector = connector;
  }

  void begin() throws IOException {
    reactor.register(connector, Events.READ, this);
  }

  @Override
  public void handle(Occurrence occurrence) throws IOException {
    try {
      Optional<Datagram> datagram = connector.tryReceive(buffer.clear());
      Optional<SocketAddress> sender = datagram.flatMap(Datagram::sender);
      if (sender.isPresent()) {
        connector.trySend(buffer.flip(), sender.get()); // or it is lost
      }
    } catch (ConnectorClosedException | ReactorClosedException _) {
      // by the end of the program
    } catch (IOException e) {
      if (!(e instanceof NativeFailure)) {
        throw e;
      }
      // that sender has gone: the next one is served
    }
  }
}
