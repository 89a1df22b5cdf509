// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.event;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.packetloom.Behaviour;
import org.packetloom.ConnectorClosedException;
import org.packetloom.StreamConnector;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Events;
import org.packetloom.event.Occurrence;
import org.packetloom.event.Reactor;
import org.packetloom.event.ReactorClosedException;
import org.packetloom.event.Repetition;

/**
 * Sends back what one peer sends.
 *
 * <p>It waits for one thing at a time: until it can read, or, if the peer has not taken all that
 * was sent back, until it can write. So a peer that only sends is read no further than one buffer:
 * in the end its own writes have to wait.
 *
 * <p>The reactor calls the handlers of a connection one after another, so nothing is locked.
 */
final class EchoConnection implements EventHandler {
  private static final int STREAM_BYTES = 16 * 1024;

  /** A record that is larger comes back without its end. */
  private static final int RECORD_BYTES = 64 * 1024;

  private final Reactor reactor;
  private final StreamConnector connection;
  private final Consumer<Throwable> failures;
  private final ByteBuffer buffer; // used by the call of the handler

  EchoConnection(Reactor reactor, StreamConnector connection, Consumer<Throwable> failures) {
    this.reactor = reactor;
    this.connection = connection;
    this.failures = failures;
    boolean isOfRecords = connection.uri().behaviour() == Behaviour.SEQPACKET;
    this.buffer = ByteBuffer.allocate(isOfRecords ? RECORD_BYTES : STREAM_BYTES);
  }

  void begin() throws IOException {
    try {
      reactor.register(connection, Events.READ, this, Repetition.ON_REQUEST);
    } catch (IOException e) {
      EventEcho.closeQuietly(connection); // no poller can watch it
      throw e;
    }
  }

  @Override
  public void handle(Occurrence occurrence) {
    try {
      move(occurrence);
    } catch (ConnectorClosedException | ReactorClosedException _) {
      // by the end of the program
    } catch (IOException e) {
      EventEcho.closeQuietly(connection);
      failures.accept(e);
    }
  }

  private void move(Occurrence occurrence) throws IOException {
    if (occurrence.has(Events.READ)) {
      int count = connection.tryRead(buffer.clear());
      buffer.flip();
      if (count < 0) {
        connection.close(); // what came before has been sent back
        return;
      }
    }
    if (buffer.hasRemaining()) {
      connection.tryWrite(buffer);
    }
    long next = buffer.hasRemaining() ? Events.WRITE : Events.READ;
    if (occurrence.has(next)) {
      occurrence.again();
    } else {
      reactor.register(connection, next, this, Repetition.ON_REQUEST);
    }
  }
}
