// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.packetloom.Capability;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.Server;
import org.packetloom.StreamConnector;
import org.packetloom.examples.echo.EchoHandler;

/**
 * A scheme to try: how an echo and connections to it are made.
 *
 * @param name for the table
 * @param capability what the machine must have for it
 * @param uri where to listen, or what kind of pair to open
 * @param isPaired whether both ends are opened together, instead of one that listens
 */
record Peers(String name, Capability capability, String uri, boolean isPaired) {
  /** All schemes there are; {@code folder} holds the socket file of one of them. */
  static List<Peers> all(Path folder) {
    String path = folder.resolve("echo.sock").toUri().getRawPath();
    String name = "packetloom-demo-" + ProcessHandle.current().pid();
    return List.of(
        new Peers("tcp4", Capability.TCP4, "tcp4://127.0.0.1:0", false),
        new Peers("tcp6", Capability.TCP6, "tcp6://[::1]:0", false),
        new Peers("local path", Capability.LOCAL_PATH, "local://" + path, false),
        new Peers("local abstract", Capability.LOCAL_ABSTRACT, "local:///%00" + name, false),
        new Peers("local unnamed", Capability.LOCAL_UNNAMED, "local://", true),
        new Peers("anon", Capability.ANON, "anon://", true));
  }

  /** Does something with connections to an echo, and closes everything after. */
  <T> T with(Packetloom loom, int connections, Use<T> use)
      throws IOException, InterruptedException {
    return isPaired ? withPairs(loom, connections, use) : withServer(loom, connections, use);
  }

  private <T> T withServer(Packetloom loom, int connections, Use<T> use)
      throws IOException, InterruptedException {
    List<StreamConnector> clients = new ArrayList<>();
    try (Server server = loom.serve(uri, new EchoHandler())) {
      for (int i = 0; i < connections; i++) {
        clients.add(loom.connect(server.uris().getFirst()));
      }
      return use.of(clients);
    } finally {
      closeAll(clients);
    }
  }

  private <T> T withPairs(Packetloom loom, int connections, Use<T> use)
      throws IOException, InterruptedException {
    List<StreamConnector> clients = new ArrayList<>();
    try {
      for (int i = 0; i < connections; i++) {
        Pair pair = loom.pair(uri);
        clients.add(pair.first());
        loom.threadFactory().newThread(() -> echo(pair.second())).start();
      }
      return use.of(clients);
    } finally {
      closeAll(clients);
    }
  }

  private static void echo(StreamConnector end) {
    try (end) {
      new EchoHandler().handle(end);
    } catch (IOException _) {
      // The other end sees that its bytes do not come back.
    }
  }

  private static void closeAll(List<StreamConnector> clients) throws IOException {
    for (StreamConnector client : clients) {
      client.close();
    }
  }

  /** What is done with the connections. */
  @FunctionalInterface
  interface Use<T> {
    T of(List<StreamConnector> connections) throws IOException, InterruptedException;
  }
}
