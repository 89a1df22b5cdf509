// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.ConnectionLimit;
import org.packetloom.ConnectionLimitException;
import org.packetloom.Handler;
import org.packetloom.Packetloom;
import org.packetloom.Server;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Await;

/** A server's limit for one peer at Unix-domain sockets, where a peer is a user. */
class LocalPeerLimitTest extends ToolkitTest {
  private static final AtomicLong NUMBERS = new AtomicLong();

  /** Connects twice as somebody else; prints what each of the two is answered. */
  private static final String STRANGER =
      """
      import os, socket, sys
      os.setgroups([]); os.setgid(65534); os.setuid(65534)
      kind = getattr(socket, 'SOCK_' + sys.argv[2])
      ends = []
      for i in range(2):
          ends.append(socket.socket(socket.AF_UNIX, kind))
          ends[i].connect('\\0' + sys.argv[1])
      ends[0].send(b'7')
      print(ends[0].recv(1), ends[1].recv(1), flush=True)
      sys.stdin.read()
      """;

  private static final Handler ECHO =
      connection -> {
        for (int b = readByte(connection); b >= 0; b = readByte(connection)) {
          writeByte(connection, b);
        }
      };

  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  private static String freshName() {
    return "packetloom-limit-" + ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet();
  }

  private Server serve(Packetloom loom, String name, String behaviour, int most)
      throws IOException {
    return loom.server(ECHO)
        .listen("local:///%00" + name + "?behaviour=" + behaviour)
        .maxConnectionsPerPeer(most)
        .onFailure((_, failure) -> failures.add(failure))
        .start();
  }

  private static void assertEchoes(StreamConnector client) throws IOException {
    writeByte(client, 5);
    assertThat(readByte(client)).isEqualTo(5);
  }

  private void assertRefused(Server server, int times) {
    Await.until("refusals are reported", () -> failures.size() >= times);
    assertThat(failures)
        .hasSize(times)
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .isInstanceOfSatisfying(
                        ConnectionLimitException.class,
                        e -> assertThat(e.limit()).isEqualTo(ConnectionLimit.PEER_CONNECTIONS)));
    assertThat(server.statistics().limited(ConnectionLimit.PEER_CONNECTIONS)).isEqualTo(times);
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @ParameterizedTest
  @ValueSource(strings = {"stream", "seqpacket"})
  void oneUserMayNotHaveMoreThanItsShare(String behaviour) throws Exception {
    try (Packetloom loom = open("virtual", "epoll");
        Server server = serve(loom, freshName(), behaviour, 2);
        StreamConnector first = loom.connect(server.uri());
        StreamConnector second = loom.connect(server.uri())) {
      assertEchoes(first);
      assertEchoes(second);
      try (StreamConnector third = loom.connect(server.uri())) {
        assertThat(readByte(third)).as("refused").isEqualTo(-1);
      }
      assertRefused(server, 1);

      first.close();
      Await.until("the first has left", () -> server.activeConnections() == 1);
      try (StreamConnector fourth = loom.connect(server.uri())) {
        assertEchoes(fourth);
        assertEchoes(second);
      }
      assertRefused(server, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream", "seqpacket"})
  void anotherUserHasAShareOfItsOwn(String behaviour) throws Exception {
    Tools.assumeRoot();
    String name = freshName();
    try (Packetloom loom = open("virtual", "epoll");
        Server server = serve(loom, name, behaviour, 1);
        StreamConnector ours = loom.connect(server.uri())) {
      assertEchoes(ours);
      String kind = behaviour.equals("stream") ? "STREAM" : "SEQPACKET";
      try (Tool stranger = Tool.start("python3", "-c", STRANGER, name, kind)) {
        assertThat(stranger.readLine()).isEqualTo("b'7' b''");
        assertRefused(server, 1);
        assertThat(server.activeConnections()).isEqualTo(2);
        assertEchoes(ours);
      }
      Await.until("the stranger has left", () -> server.activeConnections() == 1);
      assertEchoes(ours);
    }
  }
}
