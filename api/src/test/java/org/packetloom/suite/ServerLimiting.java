// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectionLimit;
import org.packetloom.ConnectionLimitException;
import org.packetloom.Handler;
import org.packetloom.Server;
import org.packetloom.StreamConnector;

/** A server ends connections that are idle, slow or too many, each for a reason that it tells. */
public interface ServerLimiting extends LoomRow {
  /** A time that passes soon. */
  Duration SOON = Duration.ofMillis(40);

  /** Reads until it is cut. */
  Handler READ = c -> c.inputStream().skip(Long.MAX_VALUE);

  /** Waits until the server has ended one connection, and checks why. */
  private static void assertEnded(
      Server server, Queue<Throwable> failures, ConnectionLimit expected) {
    Await.until("a limit is reported", () -> !failures.isEmpty());
    assertThat(failures)
        .singleElement()
        .isInstanceOfSatisfying(
            ConnectionLimitException.class, e -> assertThat(e.limit()).isEqualTo(expected));
    assertThat(server.statistics().limited(expected)).isEqualTo(1);
    Await.until("nothing is served", () -> server.activeConnections() == 0);
  }

  private Server.Builder reporting(Handler handler, Queue<Throwable> failures) throws Exception {
    return loom()
        .server(handler)
        .listen(listenUri())
        .onFailure((_, failure) -> failures.add(failure));
  }

  @Test
  default void anIdleConnectionIsEnded() throws Exception {
    Duration soon = SOON;
    while (!isServedUntilIdle(soon)) {
      soon = soon.multipliedBy(4);
    }
  }

  /** False if the machine was too busy to serve before the connection was idle. */
  private boolean isServedUntilIdle(Duration soon) throws Exception {
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    try (var server = reporting(ServerServing.ECHO, failures).idleTimeout(soon).start();
        var client = loom().connect(server.uri())) {
      boolean isServed = isAnswered(client, new byte[] {1});
      if (isServed) {
        assertThat(client.read(new byte[1])).isEqualTo(-1);
      }
      assertEnded(server, failures, ConnectionLimit.IDLE);
      return isServed;
    }
  }

  /** Writes, and reads a byte; false if the connection was ended before. */
  private static boolean isAnswered(StreamConnector client, byte[] question) {
    try {
      client.write(question);
      client.readFully(new byte[1]);
      return true;
    } catch (IOException ended) {
      return false;
    }
  }

  @Test
  default void aPeerThatSaysNothingIsEnded() throws Exception {
    Duration soon = SOON;
    while (!isGreetedUntilEnded(soon)) {
      soon = soon.multipliedBy(4);
    }
  }

  /** False if the machine was too busy to greet before the peer had said nothing for long. */
  private boolean isGreetedUntilEnded(Duration soon) throws Exception {
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    Handler greeting =
        c -> {
          c.write(new byte[] {1});
          READ.handle(c);
        };
    try (var server = reporting(greeting, failures).firstByteTimeout(soon).start();
        var client = loom().connect(server.uri())) {
      boolean isGreeted = isAnswered(client, new byte[0]);
      if (isGreeted) {
        assertThat(client.read(new byte[1])).isEqualTo(-1);
      }
      assertEnded(server, failures, ConnectionLimit.FIRST_BYTE);
      return isGreeted;
    }
  }

  @Test
  default void aConnectionThatLastsTooLongIsEnded() throws Exception {
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    try (var server = reporting(ServerServing.ECHO, failures).connectionDeadline(SOON).start();
        var client = loom().connect(server.uri())) {
      byte[] one = new byte[1];
      int last = 0;
      while (last >= 0) { // busy all the time
        try {
          client.write(one);
          last = client.read(one);
        } catch (IOException gone) {
          last = -1;
        }
      }
      assertEnded(server, failures, ConnectionLimit.DEADLINE);
    }
  }

  @Test
  default void aPeerThatDoesNotReadIsEnded() throws Exception {
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    Handler talkative = c -> c.write(tooMuchFor(c));
    try (var server = reporting(talkative, failures).minimumRate(1, SOON).start();
        var client = loom().connect(server.uri())) {
      assertThat(client.isOpen()).isTrue();
      assertEnded(server, failures, ConnectionLimit.RATE);
    }
  }

  @Test
  default void aPeerThatDripsIsEnded() throws Exception {
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    try (var server =
            reporting(READ, failures).minimumRate(1 << 30, Duration.ofMillis(200)).start();
        var client = loom().connect(server.uri())) {
      client.write(new byte[1]);
      Await.until(
          "dripping ends",
          () -> {
            try {
              client.write(new byte[1]);
              return !failures.isEmpty();
            } catch (IOException gone) {
              return true;
            }
          });
      assertEnded(server, failures, ConnectionLimit.RATE);
    }
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @Test
  default void onePeerMayNotHaveMoreThanItsShare() throws Exception {
    assumeHas(Feature.KNOWN_PEERS);
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    try (var server = reporting(ServerServing.ECHO, failures).maxConnectionsPerPeer(2).start();
        var first = loom().connect(server.uri());
        var second = loom().connect(server.uri())) {
      Await.until("both are served", () -> server.activeConnections() == 2);
      try (var third = loom().connect(server.uri())) {
        assertThat(third.read(new byte[1])).isEqualTo(-1);
      }
      Await.until("the third is reported", () -> failures.size() == 1);
      assertThat(server.statistics().limited(ConnectionLimit.PEER_CONNECTIONS)).isEqualTo(1);
      first.close();
      Await.until("one is served", () -> server.activeConnections() == 1);
      assertEchoes(server);
      assertThat(second.isOpen()).isTrue();
    }
  }

  private void assertEchoes(Server server) throws IOException {
    try (var client = loom().connect(server.uri())) {
      client.write(new byte[] {7});
      assertThat(client.inputStream().read()).isEqualTo(7);
    }
  }

  @Test
  default void listenersMayBePreparedOrOpenAlready() throws Exception {
    var open = loom().listen(listenUri());
    try (var server =
        loom()
            .server(ServerServing.ECHO)
            .listen(open)
            .listen(loom().connector(listenUri()).readTimeout(SOON))
            .onFailure((_, _) -> {})
            .start()) {
      assertThat(server.uris()).hasSize(2).first().isEqualTo(open.uri());
      assertEchoes(server);
      try (var client = loom().connect(server.uris().getLast())) {
        assertThat(client.read(new byte[1])).as("the read timeout of the second").isEqualTo(-1);
      }
    }
    assertThat(open.isOpen()).as("the server owns it").isFalse();
  }

  @Test
  default void shardsShareOneAddress() throws Exception {
    assumeHas(Feature.PORTS);
    try (var alone = loom().listen(listenUri())) {
      assumeThat(alone.supportedOptions()).contains(StandardSocketOptions.SO_REUSEPORT);
    }
    CountDownLatch release = new CountDownLatch(1);
    try (var server =
        loom()
            .server(
                c -> {
                  release.await();
                  ServerServing.ECHO.handle(c);
                })
            .listen(listenUri())
            .reusePort(4)
            .start()) {
      assertThat(server.uris()).hasSize(1);
      List<StreamConnector> clients = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        clients.add(loom().connect(server.uri()));
      }
      Await.until("all are served", () -> server.activeConnections() == 40);
      release.countDown();
      for (StreamConnector client : clients) {
        client.close();
      }
      assertEchoes(server);
    }
  }

  @Test
  default void aPlaceThatDoesNotWaitIsRejected() throws Exception {
    String uri = LoomRow.with(listenUri(), "blocking=no");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loom().serve(uri, ServerServing.ECHO).close())
        .withMessageContaining("blocking=no");
  }
}
