// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.event;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.packetloom.Behaviour;
import org.packetloom.Connector;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.event.Reactor;

/**
 * Sends back what arrives, on any mixture of schemes, by events: no connection has a thread.
 *
 * <p>{@link EchoListener}, {@link EchoConnection} and {@link EchoDatagrams} are its handlers. None
 * of them ever waits, so it does not matter how many workers the reactor has, or whether it is
 * pumped.
 */
public final class EventEcho implements AutoCloseable {
  private final List<Connector> opened = new ArrayList<>();

  private EventEcho() {}

  /**
   * Opens everything, or nothing.
   *
   * @param loom opens what is listened on
   * @param reactor calls the handlers
   * @param uris where, streams and datagrams
   * @param failures hears why a connection was lost; what else fails the reactor reports
   * @return the echo, which serves as soon as the reactor runs
   * @throws IOException if the system refuses one of the addresses
   */
  public static EventEcho open(
      Packetloom loom, Reactor reactor, List<ConnectorUri> uris, Consumer<Throwable> failures)
      throws IOException {
    EventEcho echo = new EventEcho();
    try {
      for (ConnectorUri uri : uris) {
        if (uri.behaviour() == Behaviour.DATAGRAM) {
          DatagramConnector datagrams = loom.bind(uri);
          echo.opened.add(datagrams);
          new EchoDatagrams(reactor, datagrams).begin();
        } else {
          Listener listener = loom.listen(uri);
          echo.opened.add(listener);
          new EchoListener(reactor, loom.threadFactory(), listener, failures).begin();
        }
      }
    } catch (Throwable e) {
      echo.close();
      throw e;
    }
    return echo;
  }

  /**
   * Where it listens.
   *
   * @return in the order in which they were given, with the real ports
   */
  public List<ConnectorUri> uris() {
    return opened.stream().map(Connector::uri).toList();
  }

  /** Ends listening and receiving; connections go on as long as the reactor does. */
  @Override
  public void close() {
    opened.forEach(EventEcho::closeQuietly);
  }

  static void closeQuietly(Connector connector) {
    try {
      connector.close();
    } catch (IOException _) {
      // It is closed all the same.
    }
  }
}
