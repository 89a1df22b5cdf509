// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.packetloom.Capability;
import org.packetloom.ConnectorUri;
import org.packetloom.Packetloom;
import org.packetloom.Server;
import org.packetloom.examples.echo.EchoClient;
import org.packetloom.examples.echo.EchoHandler;
import org.packetloom.examples.echo.StreamClient;

/**
 * A scheme whose streams are listened for: one server, any number of clients.
 *
 * @param uri where to listen
 * @param mostConnections how many clients it can have at a time
 */
record StreamPeers(
    String name, Optional<Capability> capability, int largeBytes, String uri, int mostConnections)
    implements Peers {
  @Override
  public <T> T with(Packetloom loom, int connections, Use<T> use)
      throws IOException, InterruptedException {
    List<EchoClient> clients = new ArrayList<>();
    try (Server server = loom.serve(uri, new EchoHandler())) {
      ConnectorUri there = server.uris().getFirst();
      for (int i = 0; i < Math.min(connections, mostConnections); i++) {
        clients.add(new StreamClient(loom.connect(there)));
      }
      return use.of(clients);
    } finally {
      Peers.closeAll(clients);
    }
  }
}
