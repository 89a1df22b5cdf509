// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.packetloom.Connector;
import org.packetloom.StreamConnector;
import org.packetloom.proxy.ProxyProtocol;
import org.packetloom.serving.HeaderReader;
import org.packetloom.tls.TlsConnector;

/**
 * A connection of a proxy whose header is not complete. It is watched for that alone; a {@link
 * WatchedConnection} is made of it when the header is there.
 *
 * <p>Who sets {@code isOver} settles it: the reading, the end of its time, a server that closes, or
 * the end of the registration, be it that the connector or the reactor was closed. It has a place
 * among the connections until then.
 */
final class HeaderWait implements EventHandler {
  private final RunningDataServer server;
  private final StreamConnector connector;
  private final StreamConnector carrier; // what the header comes by: it is not encrypted
  private final ProxyProtocol proxies;
  private final HeaderReader reader; // of who handles
  private final Interest interest = new Interest(Events.READ | Events.ERROR);
  private final AtomicBoolean isOver = new AtomicBoolean();

  private volatile @Nullable Timer patience; // null until it is watched

  HeaderWait(RunningDataServer server, StreamConnector connector, ProxyProtocol proxies) {
    this.server = server;
    this.connector = connector;
    this.carrier = connector instanceof TlsConnector tls ? tls.transport() : connector;
    this.proxies = proxies;
    this.reader = new HeaderReader(proxies.mostHeaderBytes());
  }

  /** Begins to wait; whatever comes, the server is told of the end. */
  void begin() {
    Reactor reactor = server.reactor();
    try {
      patience = reactor.once(proxies.headerTimeout(), _ -> late());
      interest.bind(reactor.register(carrier, Events.READ | Events.ERROR, this));
    } catch (ReactorClosedException _) {
      close();
    } catch (IOException | RuntimeException | Error failure) {
      fail(failure);
    }
    if (isOver.get()) {
      forget(); // it may have come too late to be forgotten
    }
  }

  @Override
  public void handle(Occurrence occurrence) {
    if (isOver.get()) {
      return;
    }
    if (occurrence.failure().isPresent()) {
      fail(occurrence.failure().get());
      return; // the registration is gone
    }
    try {
      if (reader.read(carrier::tryRead)) {
        complete();
      }
    } catch (IOException | RuntimeException | Error failure) {
      fail(failure);
    }
  }

  private void complete() throws IOException {
    var header = reader.header();
    if (header.isEmpty()) {
      close(); // a check of health
    } else if (isOver.compareAndSet(false, true)) {
      forget();
      server.announced(this, connector, header.get());
    }
  }

  private void late() {
    fail(server.admission().headerIsLate(connector));
  }

  private void fail(Throwable failure) {
    if (isOver.compareAndSet(false, true)) {
      forget();
      server.refused(this, connector, failure);
    }
  }

  /** Waits no more, and closes the connection. */
  void close() {
    if (isOver.compareAndSet(false, true)) {
      forget();
      server.leftUnannounced(this, connector);
    }
  }

  private void forget() {
    Timer timer = patience;
    if (timer != null) {
      boolean unused = timer.cancel();
    }
    interest.cancel();
  }

  @Override
  public void registrationEnded(Connector watched) {
    close();
  }

  @Override
  public String toString() {
    return "header of " + connector;
  }
}
