// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.Deadline;
import org.packetloom.examples.recipe.JedisSockets;
import org.packetloom.examples.recipe.MissingServerException;
import org.packetloom.examples.recipe.RedisServer;
import org.packetloom.net.PacketloomSocketFactory;
import org.packetloom.net.SocketDeadlineException;
import org.packetloom.net.SocketInterruptedException;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionFactory;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.params.ClientKillParams;
import redis.clients.jedis.providers.PooledConnectionProvider;

/** Jedis on a server of its own. */
class RedisTest {
  private static final int THREADS = 200;
  private static final int POOLED = 16;

  private static RedisServer server;

  private final List<AutoCloseable> opened = new ArrayList<>();

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
  private enum Link {
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
  private static SocketFactory local(String query) {
    return new PacketloomSocketFactory("local://" + server.socket() + query);
  }

  private static JedisSocketFactory through(SocketFactory factory, Duration readTimeout) {
    return new JedisSockets(factory, server.address(), Duration.ofSeconds(30), readTimeout);
  }

  @ParameterizedTest
  @EnumSource
  void commandsAndPipelinesAnswer(Link link) {
    Jedis jedis = connect(link);
    byte[] large = new byte[4 << 20];
    large[large.length - 1] = 1;

    jedis.set("large".getBytes(), large);
    Pipeline pipeline = jedis.pipelined();
    for (int i = 0; i < 10_000; i++) {
      pipeline.incr("counter");
    }
    List<Object> answers = pipeline.syncAndReturnAll();

    assertThat(answers).hasSize(10_000).last().isEqualTo(10_000L);
    assertThat(jedis.get("large".getBytes())).isEqualTo(large);
  }

  @ParameterizedTest
  @EnumSource
  void poolServesManyVirtualThreads(Link link) {
    RedisClient client = pool(link, POOLED);
    List<Task<Long>> tasks = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      tasks.add(
          Task.start(
              Thread.ofVirtual().factory(),
              () -> {
                for (int k = 0; k < 4; k++) {
                  client.incr("visits");
                }
                return client.incr("visits");
              }));
    }
    tasks.forEach(Task::result);

    assertThat(client.get("visits")).isEqualTo(Integer.toString(THREADS * 5));
    assertThat(client.getPool().getNumActive()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void poolReplacesConnectionThatServerClosed(Link link) {
    RedisClient client = pool(link, 1);
    long first = identity(client);

    connect(link)
        .clientKill(
            new ClientKillParams().type(ClientType.NORMAL).skipMe(ClientKillParams.SkipMe.YES));

    assertThat(identity(client)).isGreaterThan(first);
  }

  /** The number that the server has given to the connection of a pool of one. */
  private static long identity(RedisClient client) {
    try (Connection connection = client.getPool().getResource()) {
      connection.sendCommand(Protocol.Command.CLIENT, "ID");
      return connection.getIntegerReply();
    }
  }

  @ParameterizedTest
  @EnumSource
  void publishedMessagesReachSubscriber(Link link) throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    JedisPubSub listener =
        new JedisPubSub() {
          @Override
          public void onSubscribe(String channel, int channels) {
            heard.add("subscribed");
          }

          @Override
          public void onMessage(String channel, String message) {
            heard.add(message);
          }
        };
    Jedis subscriber = connect(link);
    Jedis publisher = connect(link);
    Task<Void> listening = start(() -> subscriber.subscribe(listener, "news"));

    assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("subscribed");
    for (int i = 0; i < 1000; i++) {
      publisher.publish("news", "message " + i);
    }
    for (int i = 0; i < 1000; i++) {
      assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("message " + i);
    }
    listener.unsubscribe();
    listening.result();

    assertThat(subscriber.ping()).isEqualTo("PONG");
  }

  @ParameterizedTest
  @EnumSource
  void blockingCommandOutlastsReadTimeout(Link link) {
    Jedis jedis = connectWithTimeout(link, 20);

    assertThat(jedis.blpop(0.1, "nothing")).isNull();
    assertThat(jedis.getConnection().getSoTimeout()).isEqualTo(20);
    jedis.getConnection().setSoTimeout(0);
    assertThat(jedis.ping()).isEqualTo("PONG");
  }

  @ParameterizedTest
  @EnumSource
  void blockingCommandReturnsWhatIsPushed(Link link) {
    Jedis jedis = connect(link);
    Task<List<String>> popping = start(() -> jedis.blpop(0, "work")).awaitParked();

    connect(link).rpush("work", "piece");

    assertThat(popping.result()).containsExactly("work", "piece");
  }

  @ParameterizedTest
  @EnumSource
  void readTimeoutBreaksConnection(Link link) {
    Jedis jedis = connectWithTimeout(link, 20);

    assertThatThrownBy(() -> plainPop(jedis))
        .isInstanceOf(JedisConnectionException.class)
        .hasCauseInstanceOf(SocketTimeoutException.class);
    assertThat(jedis.isBroken()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void interruptOfVirtualThreadClosesSocket(Link link) {
    Kept kept = new Kept(link.sockets(Duration.ZERO));
    Jedis jedis = connected(kept);
    Task<Object> popping = start(() -> plainPop(jedis)).awaitParked();

    popping.interrupt();

    popping
        .assertFailure()
        .isInstanceOf(JedisConnectionException.class)
        .cause()
        .isInstanceOf(SocketException.class)
        .hasMessage("Closed by interrupt");
    assertThat(popping.endedInterrupted()).isTrue();
    assertThat(kept.last().isClosed()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void interruptOfPlatformThreadIsLeftForLater(Link link) {
    Jedis jedis = connect(link);
    Task<List<String>> popping =
        Task.start(Thread.ofPlatform().factory(), () -> jedis.blpop(0, "work"));
    awaitBlocked(link);

    popping.interrupt();
    connect(link).rpush("work", "piece");

    assertThat(popping.result()).containsExactly("work", "piece");
    assertThat(popping.endedInterrupted()).isTrue();
    assertThat(jedis.ping()).isEqualTo("PONG");
  }

  @ParameterizedTest
  @EnumSource
  void closeFromAnotherThreadEndsBlockingCommand(Link link) throws Exception {
    Kept kept = new Kept(link.sockets(Duration.ZERO));
    Jedis jedis = connected(kept);
    Task<Object> popping = start(() -> plainPop(jedis)).awaitParked();

    kept.last().close();

    popping
        .assertFailure()
        .isInstanceOf(JedisConnectionException.class)
        .cause()
        .isInstanceOf(SocketException.class)
        .hasMessage("Socket closed");
  }

  @Test
  void deferredInterruptLeavesBlockingCommandAndConnection() {
    Jedis jedis = connected(through(local("?interrupt=defer"), Duration.ZERO));
    Task<List<String>> popping = start(() -> jedis.blpop(0, "work")).awaitParked();

    popping.interrupt();
    connect(Link.JDK_TCP).rpush("work", "piece");

    assertThat(popping.result()).containsExactly("work", "piece");
    assertThat(popping.endedInterrupted()).isTrue();
    assertThat(jedis.ping()).isEqualTo("PONG");
  }

  @Test
  void interruptThatKeepsOpenEndsCommandButNotSocket() throws Exception {
    Kept kept = new Kept(through(local("?interrupt=keep-open"), Duration.ZERO));
    Jedis jedis = connected(kept);
    Task<List<String>> popping = start(() -> jedis.blpop(0, "work")).awaitParked();

    popping.interrupt();

    popping
        .assertFailure()
        .isInstanceOf(JedisConnectionException.class)
        .hasCauseInstanceOf(SocketInterruptedException.class);
    assertThat(popping.endedInterrupted()).isTrue();
    assertThat(jedis.isBroken()).isTrue(); // Jedis gives up its part
    assertThat(kept.last().isClosed()).isFalse();
    connect(Link.JDK_TCP).rpush("work", "piece");
    byte[] reply = new byte[4];
    assertThat(kept.last().getInputStream().readNBytes(reply, 0, 4)).isEqualTo(4);
    assertThat(reply).asString(US_ASCII).isEqualTo("*2\r\n");
  }

  @ParameterizedTest
  @EnumSource(names = "PACKETLOOM.*", mode = EnumSource.Mode.MATCH_ALL)
  void ambientDeadlineEndsBlockingCommand(Link link) {
    Jedis jedis = connect(link);

    assertThatThrownBy(() -> Deadline.after(Duration.ofMillis(20)).call(() -> plainPop(jedis)))
        .isInstanceOf(JedisConnectionException.class)
        .hasCauseInstanceOf(SocketDeadlineException.class);
  }

  /** Blocks, but not in Jedis' eyes, who would hide what ended it by setting the timeout back. */
  private static Object plainPop(Jedis jedis) {
    return jedis.sendCommand(Protocol.Command.BLPOP, "work", "0");
  }

  /** Remembers the socket that it made last. */
  private static final class Kept implements JedisSocketFactory {
    private final JedisSocketFactory inner;
    private volatile Socket last;

    Kept(JedisSocketFactory inner) {
      this.inner = inner;
    }

    @Override
    public Socket createSocket() {
      last = inner.createSocket();
      return last;
    }

    Socket last() {
      return last;
    }
  }

  /**
   * Waits until the server has a client that is blocked: how a platform thread waits is unknown.
   */
  private void awaitBlocked(Link link) {
    Jedis observer = connect(link);
    Await.until(
        "a client is blocked", () -> observer.info("clients").contains("blocked_clients:1"));
  }

  private static Task<Void> start(Task.Action action) {
    return start(
        () -> {
          action.run();
          return null;
        });
  }

  private static <T> Task<T> start(Callable<T> call) {
    return Task.start(Thread.ofVirtual().factory(), call);
  }

  private Jedis connect(Link link) {
    return connected(link.sockets(Duration.ZERO));
  }

  /** Jedis itself connects with the first command only. */
  private Jedis connected(JedisSocketFactory sockets) {
    Jedis jedis = opened(new Jedis(sockets));
    assertThat(jedis.ping()).isEqualTo("PONG");
    return jedis;
  }

  /** Sets the timeout only now, lest it end what Jedis asks as it connects. */
  private Jedis connectWithTimeout(Link link, int readTimeoutMillis) {
    Jedis jedis = connect(link);
    jedis.getConnection().setSoTimeout(readTimeoutMillis);
    return jedis;
  }

  private RedisClient pool(Link link, int size) {
    GenericObjectPoolConfig<Connection> limits = new GenericObjectPoolConfig<>();
    limits.setMaxTotal(size);
    limits.setMaxIdle(size);
    limits.setTestOnBorrow(true);
    limits.setJmxEnabled(false);
    var factory =
        new ConnectionFactory(
            link.sockets(Duration.ofSeconds(30)), DefaultJedisClientConfig.builder().build());
    return opened(
        RedisClient.builder()
            .connectionProvider(new PooledConnectionProvider(factory, limits))
            .build());
  }

  private <T extends AutoCloseable> T opened(T resource) {
    opened.add(resource);
    return resource;
  }
}
