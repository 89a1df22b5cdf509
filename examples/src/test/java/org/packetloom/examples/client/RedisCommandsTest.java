// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.suite.Task;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionFactory;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;
import redis.clients.jedis.providers.PooledConnectionProvider;

/** Commands of Jedis that are answered. */
class RedisCommandsTest extends RedisFixture {
  private static final int THREADS = 200;
  private static final int POOLED = 16;

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
}
