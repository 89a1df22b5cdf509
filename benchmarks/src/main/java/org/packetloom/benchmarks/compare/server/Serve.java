// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * A server process: prints {@code READY port note}, answers the lines of standard input, and ends
 * with it.
 *
 * <p>The lines are {@code heap}, answered by the bytes in use after a collection; {@code stall
 * KIND} and {@code calm}; and {@code open N} and {@code run MILLIS} for what it does by itself.
 */
public final class Serve {
  private final PeerServer server;
  private final Work work;
  private final Stalls stalls;

  private Serve(PeerServer server, Work work, Stalls stalls) {
    this.server = server;
    this.work = work;
    this.stalls = stalls;
  }

  /**
   * Serves until standard input ends. A server that cannot be started says why in one line.
   *
   * @param arguments those of {@link ServerPlan}
   * @throws Exception if it fails later
   */
  public static void main(String[] arguments) throws Exception {
    ServerPlan plan = ServerPlan.parse(arguments);
    PeerServer server = serverOf(plan.peer());
    int port = startOrExit(server, plan);
    System.out.println("READY " + port + " " + server.note());
    new Serve(server, server.work(plan, port), new Stalls(server.threads())).obey();
    System.exit(0); // connections may stand: nothing is owed to them
  }

  private static int startOrExit(PeerServer server, ServerPlan plan) {
    try {
      return server.start(plan);
    } catch (Exception e) {
      System.err.println(e.getMessage() == null ? e.toString() : e.getMessage());
      System.exit(1);
      throw new AssertionError(e);
    }
  }

  private void obey() throws Exception {
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      System.out.println(answer(line.split(" ")));
    }
  }

  private String answer(String[] words) throws Exception {
    return switch (words[0]) {
      case "heap" -> "heap=" + heapAfterCollection();
      case "stall" -> {
        stalls.begin(words[1]);
        yield "stalling=" + words[1];
      }
      case "calm" -> {
        stalls.end();
        yield "calm=yes";
      }
      case "open" -> {
        work.open(Integer.parseInt(words[1]));
        yield "opened=" + words[1];
      }
      case "run" -> work.run(Long.parseLong(words[1]));
      default -> throw new IOException("no such command for " + server + ": " + words[0]);
    };
  }

  private static long heapAfterCollection() {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Pause.millis(100); // references are cleared by threads of their own
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** One row for each peer that is written in Java. */
  private static PeerServer serverOf(String peer) throws IOException {
    return switch (peer) {
      case "jdk/socket" -> SocketServer.ofJdk();
      case "jdk/channel" -> new JdkChannelServer();
      case "jdk/selector" -> new JdkSelectorServer();
      case "packetloom/dropin" -> SocketServer.ofDropIn("loop");
      case "packetloom/dropin/virtual" -> SocketServer.ofDropIn("virtual");
      case "packetloom/reactor" -> new PacketloomReactorServer();
      case "netty/epoll" -> new NettyServer(NettyTransport.EPOLL);
      case "netty/io_uring" -> new NettyServer(NettyTransport.IO_URING);
      case "junixsocket" -> new JunixsocketServer();
      default -> PacketloomServer.named(peer);
    };
  }
}
