// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.Deadline;
import org.packetloom.net.SocketDeadlineException;
import org.packetloom.net.SocketInterruptedException;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** What ends commands of Jedis that block. */
class RedisTest extends RedisFixture {
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
}
