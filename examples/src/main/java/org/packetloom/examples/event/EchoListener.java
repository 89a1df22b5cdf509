// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.event;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorClosedException;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Events;
import org.packetloom.event.Occurrence;
import org.packetloom.event.Reactor;
import org.packetloom.event.ReactorClosedException;
import org.packetloom.event.Repetition;

/** Accepts the connections of one listener, and gives each its {@link EchoConnection}. */
final class EchoListener implements EventHandler {
  /** How long to accept none when that fails, as it does without free descriptors. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Reactor reactor;
  private final ThreadFactory threads;
  private final Listener listener;
  private final Consumer<Throwable> failures;

  EchoListener(
      Reactor reactor, ThreadFactory threads, Listener listener, Consumer<Throwable> failures) {
    this.reactor = reactor;
    this.threads = threads;
    this.listener = listener;
    this.failures = failures;
  }

  void begin() throws IOException {
    try {
      reactor.register(listener, Events.READ, this, Repetition.ON_REQUEST);
    } catch (CapabilityException _) { // of pipes with a name: no event tells who opens them
      threads.newThread(this::acceptAll).start();
    }
  }

  /** Waits for connections, which then are served by events as all others. */
  private void acceptAll() {
    try {
      while (true) {
        new EchoConnection(reactor, listener.accept(), failures).begin();
      }
    } catch (ClosedChannelException _) {
      // by the end of the program
    } catch (IOException e) {
      failures.accept(e);
    }
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
    } catch (ConnectorClosedException | ReactorClosedException _) {
      // by the end of the program
    } catch (IOException e) {
      reactor.once(PAUSE, _ -> begin()); // at once it would be the same, over and over
      throw e; // the reactor reports it
    }
  }
}
