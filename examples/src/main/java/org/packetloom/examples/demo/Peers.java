// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.demo;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.packetloom.Capability;
import org.packetloom.Packetloom;
import org.packetloom.examples.echo.EchoClient;

/** A scheme to try: how an echo and clients of it are made. */
sealed interface Peers permits StreamPeers, PairedPeers, DatagramPeers {
  /** For the table. */
  String name();

  /** What the machine must have for it, as far as opening does not tell. */
  Optional<Capability> capability();

  /** Bytes of a block that goes in many pieces, or is as large as one may be. */
  int largeBytes();

  /** Does something with clients of an echo, and closes everything after. */
  <T> T with(Packetloom loom, int connections, Use<T> use) throws IOException, InterruptedException;

  /** What is done with the clients. */
  @FunctionalInterface
  interface Use<T> {
    T of(List<? extends EchoClient> clients) throws IOException, InterruptedException;
  }

  /** Closes all clients. */
  static void closeAll(List<? extends EchoClient> clients) throws IOException {
    for (EchoClient client : clients) {
      client.close();
    }
  }
}
