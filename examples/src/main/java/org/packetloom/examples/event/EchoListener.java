// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.event;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.packetloom.ConnectorClosedException;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Events;
import org.packetloom.event.Occurrence;
import org.packetloom.event.Reactor;
import org.packetloom.event.Repetition;

/** Accepts the connections of one listener, and gives each its {@link EchoConnection}. */
final class EchoListener implements EventHandler {
  /** How long to accept none when that fails, as it does without free descriptors. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Reactor reactor;
  private final Listener listener;
  private final Consumer<Throwable> failures;

  EchoListener(Reactor reactor, Listener listener, Consumer<Throwable> failures) {
    this.reactor = reactor;
    this.listener = listener;
    this.failures = failures;
  }

  void begin() throws IOException {
    reactor.register(listener, Events.READ, this, Repetition.ON_REQUEST);
  }

  /** Accepts one: the handler is called again as long as there are more. */
  @Override
  public void handle(Occurrence occurrence) throws IOException {
    try {
      Optional<StreamConnector> connection = listener.tryAccept(); // empty if the peer has gone
      if (connection.isPresent()) {
        new EchoConnection(reactor, connection.get(), failures).begin();
      }
      occurrence.again();
    } catch (ConnectorClosedException _) {
      // by the end of the program
    } catch (IOException e) {
      reactor.once(PAUSE, _ -> begin()); // at once it would be the same, over and over
      throw e; // the reactor reports it
    }
  }
}
