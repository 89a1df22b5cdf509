// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageConnection;
import org.packetloom.message.MessageServer;
import org.packetloom.runtime.Looms;

/** What connections of messages promise over every kind of datagrams: rows say which. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class MessageContract
    implements MessageTalking, MessageWaiting, MessageEnding, MessageServing {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final String engine;
  private final String poller;
  private final Map<Long, DatagramConnector> sockets = new ConcurrentHashMap<>();

  @TempDir private Path folder;

  /** Set before the first test, closed after the last. */
  private Packetloom loom;

  MessageContract(String engine) {
    this(engine, "auto");
  }

  MessageContract(String engine, String poller) {
    this.engine = engine;
    this.poller = poller;
  }

  @BeforeAll
  final void openToolkit() throws IOException {
    loom = Looms.open(engine, poller);
  }

  @AfterAll
  final void closeToolkit() {
    if (loom != null) {
      loom.close();
    }
  }

  /** A fresh address to serve at. */
  abstract String serverUri(Path folder, int number);

  /** What a client binds to. */
  String clientUri(Path folder, int number) {
    return serverUri(folder, number);
  }

  /** The connector, or something that takes its place. */
  DatagramConnector underTest(DatagramConnector connector) {
    return connector;
  }

  @Override
  public final ThreadFactory threads() {
    return loom.threadFactory();
  }

  @Override
  public final MessageServer serve(MessageServer.Builder builder) throws IOException {
    String uri = serverUri(folder, NUMBERS.incrementAndGet());
    return builder.over(List.of(underTest(loom.bind(uri))));
  }

  @Override
  public final MessageConnection connect(MessageServer server, MessageClientConfig config)
      throws IOException {
    DatagramConnector socket = underTest(loom.bind(clientUri(folder, NUMBERS.incrementAndGet())));
    socket.connect(address(server));
    MessageConnection connection = MessageConnection.over(socket, config);
    sockets.put(connection.id(), socket);
    return connection;
  }

  private SocketAddress address(MessageServer server) {
    return switch (server.uri().target()) {
      case org.packetloom.ConnectorTarget.Host host ->
          new InetSocketAddress(host.host(), host.port().orElseThrow());
      case org.packetloom.ConnectorTarget.Path(String path) -> UnixDomainSocketAddress.of(path);
      default -> throw new AssertionError(server.uri());
    };
  }

  @Override
  public final void vanish(MessageConnection client) {
    try {
      sockets.get(client.id()).close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
