// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.packetloom.examples.recipe.JedisSockets;
import org.packetloom.examples.recipe.MissingServerException;
import org.packetloom.examples.recipe.RedisServer;
import org.packetloom.net.PacketloomSocketFactory;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** Jedis on a server of its own. */
abstract class RedisFixture {
  static RedisServer server;

  final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeAll
  static void startServer() throws Exception {
    try {
      server = RedisServer.start();
    } catch (MissingServerException e) {
      abort(e.getMessage());
    }
  }

  @AfterAll
  static void endServer() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  /** What an earlier test has closed may still be blocked in the server's eyes, and take things. */
  @BeforeEach
  void empty() {
    Jedis jedis = connect(Link.JDK_TCP);
    jedis.clientKill(
        new ClientKillParams().type(ClientType.NORMAL).skipMe(ClientKillParams.SkipMe.YES));
    Await.until("nobody is blocked", () -> jedis.info("clients").contains("blocked_clients:0"));
    jedis.flushAll();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  /** A way to the server. */
  enum Link {
    JDK_TCP(Sockets.JDK::clients),
    PACKETLOOM_TCP(Sockets.PACKETLOOM::clients),
    PACKETLOOM_LOCAL(() -> local(""));

    private final Supplier<SocketFactory> factory;

    Link(Supplier<SocketFactory> factory) {
      this.factory = factory;
    }

    JedisSocketFactory sockets(Duration readTimeout) {
      return through(factory.get(), readTimeout);
    }
  }

  /** Goes to the Unix-domain socket, whatever the address. */
  static SocketFactory local(String query) {
    return new PacketloomSocketFactory("local://" + server.socket() + query);
  }

  static JedisSocketFactory through(SocketFactory factory, Duration readTimeout) {
    return new JedisSockets(factory, server.address(), Duration.ofSeconds(30), readTimeout);
  }

  static Task<Void> start(Task.Action action) {
    return start(
        () -> {
          action.run();
          return null;
        });
  }

  static <T> Task<T> start(Callable<T> call) {
    return Task.start(Thread.ofVirtual().factory(), call);
  }

  Jedis connect(Link link) {
    return connected(link.sockets(Duration.ZERO));
  }

  /** Jedis itself connects with the first command only. */
  Jedis connected(JedisSocketFactory sockets) {
    Jedis jedis = opened(new Jedis(sockets));
    assertThat(jedis.ping()).isEqualTo("PONG");
    return jedis;
  }

  /** Sets the timeout only now, lest it end what Jedis asks as it connects. */
  Jedis connectWithTimeout(Link link, int readTimeoutMillis) {
    Jedis jedis = connect(link);
    jedis.getConnection().setSoTimeout(readTimeoutMillis);
    return jedis;
  }

  <T extends AutoCloseable> T opened(T resource) {
    opened.add(resource);
    return resource;
  }
}
