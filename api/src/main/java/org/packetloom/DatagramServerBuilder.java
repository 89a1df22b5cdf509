// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.packetloom.serving.Places;

/** Collects the settings of a datagram server and starts it. */
final class DatagramServerBuilder implements DatagramServer.Builder {
  private static final int MOST_SHARDS = 1024;
  private static final int MOST_WORKERS = 10_000;
  private static final int LARGEST_BUFFER = 16 << 20;
  private static final int DEFAULT_SIZE = 65_535;

  /** Opens the connectors of one place, and hands over each as soon as it is open. */
  @FunctionalInterface
  private interface Opening {
    void open(Consumer<DatagramConnector> opened) throws IOException;
  }

  private final Packetloom loom;
  private final DatagramHandler handler;
  private final List<Opening> openings = new ArrayList<>();
  private int workers = 1;
  private int shards = 1;
  private int sizeBytes = DEFAULT_SIZE;
  private DatagramFailureListener failureListener = DatagramServerBuilder::log;

  DatagramServerBuilder(Packetloom loom, DatagramHandler handler) {
    this.loom = loom;
    this.handler = Objects.requireNonNull(handler, "handler");
  }

  private static void log(ConnectorUri uri, Optional<SocketAddress> sender, Throwable failure) {
    String from = sender.map(address -> " from " + address).orElse("");
    System.getLogger(DatagramServer.class.getName())
        .log(System.Logger.Level.WARNING, "handle datagram of " + uri + from, failure);
  }

  @Override
  public DatagramServer.Builder bind(String uri) {
    Objects.requireNonNull(uri, "uri");
    openings.add(opened -> openShards(ConnectorUri.parse(uri), opened));
    return this;
  }

  @Override
  public DatagramServer.Builder bind(ConnectorUri uri) {
    Objects.requireNonNull(uri, "uri");
    openings.add(opened -> openShards(uri, opened));
    return this;
  }

  @Override
  public DatagramServer.Builder bind(ConnectorBuilder place) {
    Objects.requireNonNull(place, "place");
    openings.add(opened -> opened.accept(place.bind()));
    return this;
  }

  @Override
  public DatagramServer.Builder bind(DatagramConnector connector) {
    Objects.requireNonNull(connector, "connector");
    openings.add(opened -> opened.accept(connector));
    return this;
  }

  /** The first one chooses the port for all, where the system is to choose it. */
  private void openShards(ConnectorUri uri, Consumer<DatagramConnector> opened) throws IOException {
    if (shards == 1) {
      opened.accept(loom.bind(uri));
      return;
    }
    ConnectorUri place = uri;
    for (int i = 0; i < shards; i++) {
      ConnectorBuilder shard = loom.connector(place);
      DatagramConnector connector = shard.option(StandardSocketOptions.SO_REUSEPORT, true).bind();
      opened.accept(connector);
      place = connector.uri();
    }
  }

  @Override
  public DatagramServer.Builder workers(int count) {
    workers = ensureBetween(1, count, MOST_WORKERS, "workers");
    return this;
  }

  @Override
  public DatagramServer.Builder reusePort(int count) {
    shards = ensureBetween(1, count, MOST_SHARDS, "reusePort");
    return this;
  }

  @Override
  public DatagramServer.Builder largestDatagram(int bytes) {
    sizeBytes = ensureBetween(1, bytes, LARGEST_BUFFER, "largestDatagram");
    return this;
  }

  private static int ensureBetween(int least, int count, int most, String name) {
    if (count < least || count > most) {
      throw new IllegalArgumentException(name + ": " + count);
    }
    return count;
  }

  @Override
  public DatagramServer.Builder onFailure(DatagramFailureListener listener) {
    failureListener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  @Override
  public DatagramServer start() throws IOException {
    if (openings.isEmpty()) {
      throw new IllegalStateException("no place to receive at");
    }
    List<DatagramConnector> open = new ArrayList<>();
    try {
      for (Opening opening : openings) {
        opening.open(open::add);
      }
      open.forEach(connector -> Places.ensureWaits(connector.uri()));
      var server = new RunningDatagramServer(open, handler, failureListener);
      server.startWorkers(workers, sizeBytes, loom.threadFactory());
      return server;
    } catch (Throwable failure) {
      for (DatagramConnector connector : open) {
        closeAfter(failure, connector);
      }
      throw failure;
    }
  }

  private static void closeAfter(Throwable failure, DatagramConnector connector) {
    try {
      connector.close();
    } catch (IOException | RuntimeException closing) {
      failure.addSuppressed(closing);
    }
  }
}
