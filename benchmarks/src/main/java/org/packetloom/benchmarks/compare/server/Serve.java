// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * A server process: prints {@code READY port note}, obeys the lines of standard input, and ends
 * with it.
 *
 * <p>The lines are {@code heap}, answered by the bytes in use after a collection, and for {@link
 * Role#PINGPONG} {@code open CLIENTS} and {@code run MILLIS}.
 */
public final class Serve {
  private Serve() {}

  /**
   * Serves until standard input ends.
   *
   * @param arguments those of {@link ServerPlan}
   * @throws Exception if the server cannot be started
   */
  public static void main(String[] arguments) throws Exception {
    ServerPlan plan = ServerPlan.parse(arguments);
    PeerServer server = serverOf(plan.peer());
    int port = server.start(plan);
    if (!plan.stall().isEmpty()) {
      Stalls.start(plan.stall(), server.threads());
    }
    System.out.println("READY " + port + " " + server.note());
    obey(plan, server, port);
    System.exit(0); // connections may stand: nothing is owed to them
  }

  private static void obey(ServerPlan plan, PeerServer server, int port) throws Exception {
    var pairs = new PingPong(server, port, plan.blockBytes());
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "heap" -> System.out.println("heap=" + heapAfterCollection());
        case "open" -> System.out.println(pairs.open(Integer.parseInt(words[1])));
        case "run" -> System.out.println(pairs.run(Long.parseLong(words[1])));
        default -> throw new IOException("what is '" + line + "'?");
      }
    }
  }

  private static long heapAfterCollection() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(100); // references are cleared by threads of their own
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** One row for each peer that is written in Java. */
  private static PeerServer serverOf(String peer) {
    Supplier<PeerServer> server =
        switch (peer) {
          case "jdk/socket" -> JdkSocketServer::new;
          case "jdk/channel" -> JdkChannelServer::new;
          case "netty/epoll" -> NettyServer::new;
          case "junixsocket" -> JunixsocketServer::new;
          default -> () -> PacketloomServer.named(peer);
        };
    return server.get();
  }
}
