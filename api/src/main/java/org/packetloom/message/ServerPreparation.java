// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.packetloom.ConnectorBuilder;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;

/** Collects the settings of a server of messages and starts it. */
final class ServerPreparation implements MessageServer.Builder {
  private static final int MOST_SHARDS = 1024;
  private static final int BUFFER_BYTES = 4 << 20;

  private final MessageServerConfig config;
  private int shards = 1;
  private FlushPolicy flushPolicy = FlushPolicy.IMMEDIATE;

  ServerPreparation(MessageServerConfig config) {
    this.config = config;
  }

  @Override
  public MessageServer.Builder shards(int count) {
    if (count < 1 || count > MOST_SHARDS) {
      throw new IllegalArgumentException("shards: " + count);
    }
    shards = count;
    return this;
  }

  @Override
  public MessageServer.Builder flushPolicy(FlushPolicy policy) {
    flushPolicy = policy;
    return this;
  }

  @Override
  public MessageServer bind(Packetloom loom, String uri) throws IOException {
    var place = ConnectorUri.parse(uri);
    List<DatagramConnector> open = new ArrayList<>();
    try {
      int sockets = place.target() instanceof ConnectorTarget.Host ? shards : 1;
      for (int i = 0; i < sockets; i++) {
        DatagramConnector connector = bind(loom, place, sockets > 1);
        open.add(connector);
        place = connector.uri(); // the first one has the system choose the port for all
      }
    } catch (Throwable e) {
      open.forEach(connector -> closeAfter(e, connector));
      throw e;
    }
    return start(open, loom.threadFactory());
  }

  private static DatagramConnector bind(Packetloom loom, ConnectorUri place, boolean isShared)
      throws IOException {
    ConnectorBuilder builder = withBuffers(loom.connector(place), place);
    return isShared
        ? builder.option(StandardSocketOptions.SO_REUSEPORT, true).bind()
        : builder.bind();
  }

  /** Asks for large buffers where the URI does not say; the system gives what it allows. */
  static ConnectorBuilder withBuffers(ConnectorBuilder builder, ConnectorUri place) {
    if (place.parameter("receive-buffer").isEmpty()) {
      builder.option(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
    }
    if (place.parameter("send-buffer").isEmpty()) {
      builder.option(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
    }
    return builder;
  }

  @Override
  public MessageServer over(List<? extends DatagramConnector> connectors) throws IOException {
    return start(List.copyOf(connectors), Thread.ofVirtual().factory());
  }

  private MessageServer start(List<DatagramConnector> connectors, ThreadFactory threads)
      throws IOException {
    if (connectors.isEmpty()) {
      throw new IllegalArgumentException("no connectors");
    }
    return MessageRuntime.PROVIDER.serve(connectors, config, shards, flushPolicy, threads);
  }

  private static void closeAfter(Throwable failure, DatagramConnector connector) {
    try {
      connector.close();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
