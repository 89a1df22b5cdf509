// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.packetloom.Capability;
import org.packetloom.ExportOption;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.examples.echo.EchoClient;
import org.packetloom.examples.echo.EchoHandler;
import org.packetloom.examples.echo.StreamClient;

/**
 * A scheme whose streams have no name: both ends are opened together.
 *
 * @param uri what kind of pair to open
 * @param isHandedOver whether one end is given away as a number and taken over by that
 */
record PairedPeers(
    String name, Optional<Capability> capability, int largeBytes, String uri, boolean isHandedOver)
    implements Peers {
  @Override
  public <T> T with(Packetloom loom, int connections, Use<T> use)
      throws IOException, InterruptedException {
    List<EchoClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < connections; i++) {
        Pair pair = loom.pair(uri);
        clients.add(new StreamClient(isHandedOver ? adopted(loom, pair.first()) : pair.first()));
        loom.threadFactory().newThread(() -> echo(pair.second())).start();
      }
      return use.of(clients);
    } finally {
      Peers.closeAll(clients);
    }
  }

  private static StreamConnector adopted(Packetloom loom, StreamConnector end) throws IOException {
    int descriptor = end.exportDescriptor(ExportOption.HAND_OVER);
    return loom.adopt(descriptor, StreamConnector.class);
  }

  private static void echo(StreamConnector end) {
    try (end) {
      new EchoHandler().handle(end);
    } catch (IOException _) {
      // The other end sees that its bytes do not come back.
    }
  }
}
