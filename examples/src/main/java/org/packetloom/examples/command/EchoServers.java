// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.packetloom.Behaviour;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.Server;
import org.packetloom.examples.echo.DatagramEcho;

/** A server of streams and connectors of datagrams, side by side. */
final class EchoServers implements AutoCloseable {
  private final Optional<Server> streams;
  private final List<DatagramConnector> datagrams;
  private final List<ConnectorUri> uris;

  private EchoServers(
      Optional<Server> streams, List<DatagramConnector> datagrams, List<ConnectorUri> uris) {
    this.streams = streams;
    this.datagrams = datagrams;
    this.uris = uris;
  }

  /**
   * Opens everything, or nothing.
   *
   * @param builder of the server of streams, without addresses
   * @param uris where, in the order in which they are told
   * @param failures hears of a connector that failed later
   */
  static EchoServers start(
      Packetloom loom,
      Server.Builder builder,
      List<ConnectorUri> uris,
      Consumer<Throwable> failures)
      throws IOException {
    List<ConnectorUri> ofStreams =
        uris.stream().filter(uri -> uri.behaviour() != Behaviour.DATAGRAM).toList();
    List<DatagramConnector> datagrams = new ArrayList<>();
    Optional<Server> streams = Optional.empty();
    try {
      for (ConnectorUri uri : uris) {
        if (uri.behaviour() == Behaviour.DATAGRAM) {
          datagrams.add(loom.bind(uri));
        }
      }
      ofStreams.forEach(builder::listen);
      streams = ofStreams.isEmpty() ? Optional.empty() : Optional.of(builder.start());
    } catch (Throwable e) {
      for (DatagramConnector opened : datagrams) {
        opened.close();
      }
      throw e;
    }
    for (DatagramConnector connector : datagrams) {
      loom.threadFactory().newThread(() -> serve(connector, failures)).start();
    }
    return new EchoServers(streams, datagrams, named(uris, streams, datagrams));
  }

  private static void serve(DatagramConnector connector, Consumer<Throwable> failures) {
    try {
      DatagramEcho.serve(connector);
    } catch (IOException e) {
      failures.accept(e);
    }
  }

  private static List<ConnectorUri> named(
      List<ConnectorUri> asked, Optional<Server> streams, List<DatagramConnector> datagrams) {
    var ofStreams = streams.map(Server::uris).orElse(List.of()).iterator();
    var ofDatagrams = datagrams.iterator();
    List<ConnectorUri> named = new ArrayList<>();
    for (ConnectorUri uri : asked) {
      boolean isDatagram = uri.behaviour() == Behaviour.DATAGRAM;
      named.add(isDatagram ? ofDatagrams.next().uri() : ofStreams.next());
    }
    return named;
  }

  /** Where they listen, with the real ports. */
  List<ConnectorUri> uris() {
    return uris;
  }

  /** Ends accepting and receiving, and waits for the connections that stand. */
  void drain(Deadline deadline) throws IOException {
    for (DatagramConnector connector : datagrams) {
      connector.close();
    }
    if (streams.isPresent()) {
      streams.get().drain(deadline);
    }
  }

  @Override
  public void close() {
    streams.ifPresent(Server::close);
    for (DatagramConnector connector : datagrams) {
      try {
        connector.close();
      } catch (IOException _) {
        // It is closed all the same, and the process ends.
      }
    }
  }
}
