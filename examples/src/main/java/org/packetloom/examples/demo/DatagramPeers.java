// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.demo;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.packetloom.Capability;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;
import org.packetloom.examples.echo.DatagramClient;
import org.packetloom.examples.echo.DatagramEcho;
import org.packetloom.examples.echo.Destination;
import org.packetloom.examples.echo.EchoClient;

/**
 * A scheme of datagrams: one server, and clients that are bound to addresses of their own.
 *
 * @param uri where the server is bound
 * @param clientUri where clients are, with {@code %d} for their numbers
 */
record DatagramPeers(
    String name, Optional<Capability> capability, int largeBytes, String uri, String clientUri)
    implements Peers {
  /** Nothing gets lost within one machine as long as the buffers last. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Override
  public <T> T with(Packetloom loom, int connections, Use<T> use)
      throws IOException, InterruptedException {
    List<EchoClient> clients = new ArrayList<>();
    try (DatagramConnector server = loom.bind(uri)) {
      loom.threadFactory().newThread(() -> echo(server)).start();
      SocketAddress there = Destination.address(loom, server.uri());
      for (int i = 0; i < connections; i++) {
        DatagramConnector own = loom.bind(clientUri.replace("%d", Integer.toString(i)));
        clients.add(new DatagramClient(own.readTimeout(PATIENCE).writeTimeout(PATIENCE), there));
      }
      return use.of(clients);
    } finally {
      Peers.closeAll(clients);
    }
  }

  private static void echo(DatagramConnector server) {
    try {
      DatagramEcho.serve(server);
    } catch (IOException _) {
      // The clients see that their datagrams do not come back.
    }
  }
}
