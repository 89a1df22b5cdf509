// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import javax.net.SocketFactory;
import org.packetloom.Deadline;
import org.packetloom.net.PacketloomSocketFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Jedis, which takes a factory of connected sockets. */
final class RedisRecipe implements Recipe {
  private static final int DEFAULT_PORT = 6379;
  private static final int COMMANDS = 10_000;
  private static final String KEY = "packetloom-recipe";

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public String summary() {
    return "Jedis over TCP and a Unix-domain socket, and commands that block";
  }

  @Override
  public String urlForm() {
    return "redis://host:6379";
  }

  @Override
  public void run(Workbench bench) throws Exception {
    if (bench.url().isPresent()) {
      URI uri = URI.create(bench.url().get());
      int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
      overTcp(bench, new InetSocketAddress(uri.getHost(), port));
      return;
    }
    bench.say("starting a Redis server in a temporary folder");
    try (RedisServer server = RedisServer.start()) {
      overTcp(bench, server.address());
      overUnixDomainSocket(bench, server);
    }
  }

  private static void overTcp(Workbench bench, InetSocketAddress address) throws Exception {
    bench.row(
        COMMANDS + " commands in a pipeline, TCP",
        () -> counted(new JedisSockets(new PacketloomSocketFactory(), address)),
        () -> counted(new JedisSockets(SocketFactory.getDefault(), address)));
    bench.row(
        "BLPOP under a deadline of 100 ms",
        () -> bounded(new JedisSockets(new PacketloomSocketFactory(), address)),
        "waits on");
  }

  private static void overUnixDomainSocket(Workbench bench, RedisServer server) throws Exception {
    String uri = "local://" + server.socket();
    bench.row(
        COMMANDS + " commands, Unix-domain socket",
        () -> counted(new JedisSockets(new PacketloomSocketFactory(uri), server.address())),
        "not to be had");
    SocketFactory patient = new PacketloomSocketFactory(uri + "?interrupt=defer");
    bench.row(
        "interrupted BLPOP, then PING",
        () -> interrupted(new JedisSockets(patient, server.address())),
        () -> interrupted(new JedisSockets(SocketFactory.getDefault(), server.address())));
  }

  private static String counted(JedisSocketFactory sockets) {
    try (Jedis jedis = new Jedis(sockets)) {
      Pipeline pipeline = jedis.pipelined();
      for (int i = 0; i < COMMANDS; i++) {
        pipeline.incr(KEY);
      }
      int answers = pipeline.syncAndReturnAll().size();
      jedis.del(KEY);
      return answers + " answers";
    }
  }

  private static String bounded(JedisSocketFactory sockets) throws Exception {
    try (Jedis jedis = new Jedis(sockets)) {
      try {
        Deadline.after(Duration.ofMillis(100)).call(() -> jedis.blpop(0, KEY));
        return "has got something";
      } catch (JedisConnectionException _) {
        return "ended";
      }
    }
  }

  private static String interrupted(JedisSocketFactory sockets) {
    try (Jedis jedis = new Jedis(sockets)) {
      Thread.currentThread().interrupt();
      try {
        jedis.blpop(0.1, KEY);
      } finally {
        Thread.interrupted();
      }
      return "same connection: " + jedis.ping();
    } catch (JedisConnectionException _) {
      return "connection lost";
    }
  }
}
