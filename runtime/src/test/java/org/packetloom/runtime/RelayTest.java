// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.ConnectionResetException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.InterruptPolicy;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.Relay;
import org.packetloom.Relay.Side;
import org.packetloom.RelayException;
import org.packetloom.StreamConnector;
import org.packetloom.platform.linux.FaultySystemCalls;
import org.packetloom.suite.Await;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;

/** Relays between streams of all kinds. */
class RelayTest extends ToolkitTest {
  private static final int EINVAL = 22;
  private static final int EMFILE = 24;
  private static final int FOREVER = 1_000_000_000;
  private static final byte[] MUCH = Seed.bytes(5_000_000);

  /** A client, a relay that runs, and a server. */
  record Chain(Pair left, Pair right, Relay relay, Task<Void> running) implements AutoCloseable {
    static Chain open(Packetloom loom, String left, String right) throws IOException {
      return open(loom, left, right, Duration.ZERO);
    }

    static Chain open(Packetloom loom, String left, String right, Duration idle)
        throws IOException {
      Pair first = loom.pair(left);
      Pair second = loom.pair(right);
      Relay relay = loom.relay(first.second(), second.first()).idleTimeout(idle);
      return new Chain(first, second, relay, startAction(relay::run));
    }

    StreamConnector client() {
      return left.first();
    }

    StreamConnector server() {
      return right.second();
    }

    void assertRelayed() throws Exception {
      assertRoundTrip(client(), server());
    }

    void assertClosed() {
      assertThat(left.second().isOpen()).isFalse();
      assertThat(right.first().isOpen()).isFalse();
    }

    @Override
    public void close() throws IOException {
      left.close();
      right.close();
    }
  }

  @EachEngine
  void bytesPassBothWaysAndEndsArePassedOn(String engine, String poller) throws Exception {
    for (String left : new String[] {"tcp://127.0.0.1:0", "local://", "anon://"}) {
      for (String right : new String[] {"tcp://127.0.0.1:0", "local://", "anon://"}) {
        try (Packetloom loom = open(engine, poller);
            Chain chain = Chain.open(loom, left, right)) {
          chain.assertRelayed();
          assertMuchPasses(chain);
          assertThat(chain.relay().bytes(Side.FIRST)).isEqualTo(MUCH.length + 5);
          assertThat(chain.relay().bytes(Side.SECOND)).isEqualTo(MUCH.length + 5);
        }
      }
    }
  }

  /** Sends much both ways at once, each until its end. */
  private static void assertMuchPasses(Chain chain) throws Exception {
    var there = startAction(() -> sendAll(chain.client()));
    var back = startAction(() -> sendAll(chain.server()));
    var atServer = start(() -> chain.server().inputStream().readAllBytes());
    assertThat(chain.client().inputStream().readAllBytes()).isEqualTo(MUCH);
    assertThat(atServer.result()).isEqualTo(MUCH);
    there.result();
    back.result();
    chain.running().result();
    chain.assertClosed();
  }

  private static void sendAll(StreamConnector stream) throws IOException {
    stream.write(ByteBuffer.wrap(MUCH));
    stream.shutdownOutput();
  }

  @Test
  void muchIsSplicedAndLittleIsCopied() throws Exception {
    FaultySystemCalls calls = FaultySystemCalls.open();
    try (Packetloom loom = builder("virtual", "epoll").open(calls.platform());
        Chain chain = Chain.open(loom, "tcp://127.0.0.1:0", "local://")) {
      for (int i = 0; i < 10; i++) {
        chain.assertRelayed();
      }
      assertThat(calls.count("splice")).isZero();
      assertMuchPasses(chain);
      assertThat(calls.count("splice")).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({"splice,1,EINVAL", "splice,2,EINVAL", "pipe2,1,EMFILE", "fcntl,1,EINVAL"})
  void whatCannotBeSplicedIsCopied(String function, int from, String error) throws Exception {
    FaultySystemCalls calls = FaultySystemCalls.open();
    try (Packetloom loom = builder("virtual", "epoll").open(calls.platform());
        Chain chain = Chain.open(loom, "tcp://127.0.0.1:0", "tcp://127.0.0.1:0")) {
      calls.fail(function, from, FOREVER, error.equals("EINVAL") ? EINVAL : EMFILE);
      assertMuchPasses(chain);
    }
  }

  @Test
  void spliceThatFailsFailsTheRelay() throws Exception {
    FaultySystemCalls calls = FaultySystemCalls.open();
    try (Packetloom loom = builder("virtual", "epoll").open(calls.platform());
        Chain chain = Chain.open(loom, "tcp://127.0.0.1:0", "tcp://127.0.0.1:0")) {
      calls.fail("splice", 2, 1, 104);
      var sender = start(() -> chain.client().write(ByteBuffer.wrap(MUCH)));
      chain.server().inputStream().readAllBytes();
      Throwable failure = chain.running().failure();
      assertThat(failure).isInstanceOf(RelayException.class);
      assertThat(failure).hasCauseInstanceOf(ConnectionResetException.class);
      assertThat(((RelayException) failure).side()).isEqualTo(Side.FIRST);
      sender.awaitEnd();
    }
  }

  @Test
  void streamsOfOtherMakeAreCopied() throws Exception {
    try (Packetloom loom = open("virtual", "epoll");
        Pair left = loom.pair("local://");
        Pair right = loom.pair("tcp://127.0.0.1:0")) {
      Relay relay = loom.relay(ForeignStream.of(left.second()), right.first()).bufferSize(1_000);
      Chain chain = new Chain(left, right, relay, startAction(relay::run));
      chain.assertRelayed();
      assertMuchPasses(chain);
    }
  }

  @Test
  void bytesThatWereUnreadOrPeekedGoFirst() throws Exception {
    try (Packetloom loom = open("virtual", "epoll");
        Pair left = loom.pair("anon://");
        Pair right = loom.pair("tcp://127.0.0.1:0")) {
      left.first().write(new byte[] {3, 4});
      left.second().peek(ByteBuffer.allocate(1));
      left.second().unread(ByteBuffer.wrap(new byte[] {1, 2}));
      Relay relay = loom.relay(left.second(), right.first());
      Chain chain = new Chain(left, right, relay, startAction(relay::run));
      byte[] four = new byte[4];
      right.second().readFully(four);
      assertThat(four).containsExactly(1, 2, 3, 4);
      assertMuchPasses(chain);
    }
  }

  @Test
  void slowReceiverGetsEveryByte() throws Exception {
    try (Packetloom loom = open("virtual", "epoll");
        Chain chain = Chain.open(loom, "tcp://127.0.0.1:0", "local://", Duration.ofMinutes(1))) {
      var sender = startAction(() -> sendAll(chain.client()));
      byte[] received = new byte[MUCH.length];
      for (int at = 0; at < received.length; ) {
        at += chain.server().read(received, at, Math.min(7_919, received.length - at));
        Thread.yield();
      }
      assertThat(received).isEqualTo(MUCH);
      sender.result();
      chain.server().shutdownOutput();
      chain.running().result();
    }
  }

  @Test
  void failureNamesTheSideAndTheDirection() throws Exception {
    try (Packetloom loom = open("virtual", "epoll");
        Chain chain = Chain.open(loom, "tcp://127.0.0.1:0", "tcp://127.0.0.1:0")) {
      chain.assertRelayed();
      Await.until( // a leg counts what has left it already
          "all is counted",
          () -> chain.relay().bytes(Side.FIRST) + chain.relay().bytes(Side.SECOND) == 10);
      chain.server().option(StandardSocketOptions.SO_LINGER, 0);
      chain.server().close();
      Throwable failure = chain.running().failure();
      assertThat(failure)
          .isInstanceOf(RelayException.class)
          .hasCauseInstanceOf(ConnectionResetException.class)
          .hasMessageContaining("second")
          .hasMessageContaining("ECONNRESET");
      assertThat(((RelayException) failure).side()).isEqualTo(Side.SECOND);
      assertThat(((RelayException) failure).direction()).isEqualTo(Side.SECOND);
      assertThat(((RelayException) failure).bytesMoved()).isEqualTo(10);
      assertThat(readByte(chain.client())).isEqualTo(-1);
      chain.assertClosed();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void interruptEndsTheRelayWhicheverDirectionIsLeft(boolean isFirstEnded) throws Exception {
    try (Packetloom loom = open("virtual", "epoll");
        Chain chain = Chain.open(loom, "tcp://127.0.0.1:0", "local://")) {
      if (isFirstEnded) {
        chain.client().shutdownOutput();
        assertThat(readByte(chain.server())).isEqualTo(-1);
      }
      chain.running().awaitParked();
      chain.running().interrupt();
      assertThat(chain.running().failure())
          .isInstanceOf(RelayException.class)
          .hasCauseInstanceOf(ConnectorInterruptedException.class);
      assertThat(chain.running().endedInterrupted()).isTrue();
      chain.assertClosed();
    }
  }

  @EachEngine
  void deferredInterruptsLetTheRelayGoOn(String engine, String poller) throws Exception {
    try (Packetloom loom = open(engine, poller);
        Chain chain = Chain.open(loom, "tcp://127.0.0.1:0", "local://")) {
      chain.left().second().interruptPolicy(InterruptPolicy.DEFER);
      chain.right().first().interruptPolicy(InterruptPolicy.DEFER);
      chain.running().awaitParked();
      chain.running().interrupt();
      var more =
          startAction(
              () -> {
                while (!chain.running().hasEnded()) {
                  chain.running().interrupt();
                  Thread.yield();
                }
              });
      assertMuchPasses(chain);
      more.result();
      assertThat(chain.running().endedInterrupted()).isTrue();
    }
  }

  @Test
  void closingTheToolkitEndsTheRelay() throws Exception {
    Packetloom loom = open("virtual", "epoll");
    try (Chain chain = Chain.open(loom, "tcp://127.0.0.1:0", "local://")) {
      chain.running().awaitParked();
      loom.close();
      assertThat(chain.running().failure()).isInstanceOf(RelayException.class);
    }
  }

  @Test
  void relayRunsOnAThreadOfThePlatformToo() throws Exception {
    try (Packetloom loom = open("thread", "epoll");
        Pair left = loom.pair("tcp://127.0.0.1:0");
        Pair right = loom.pair("tcp://127.0.0.1:0")) {
      Relay relay = loom.relay(left.second(), right.first());
      Task<Void> running =
          Task.start(
              Thread.ofPlatform().factory(),
              () -> {
                relay.run();
                return null;
              });
      assertMuchPasses(new Chain(left, right, relay, running));
      assertThatThrownBy(relay::run).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void relayThatIsIdleHoldsNoPipe() throws Exception {
    try (Packetloom loom = open("virtual", "epoll")) {
      Chain[] chains = new Chain[60];
      for (int i = 0; i < chains.length; i++) {
        chains[i] = Chain.open(loom, "local://", "local://");
      }
      int before = OpenDescriptors.count();
      byte[] some = Arrays.copyOf(MUCH, 1_000_000);
      for (Chain chain : chains) {
        var sender = start(() -> chain.client().write(ByteBuffer.wrap(some)));
        byte[] received = new byte[some.length];
        chain.server().readFully(received);
        assertThat(received).isEqualTo(some);
        sender.result();
      }
      // two for each of the few pipes that are kept, and what the machine opens besides
      Await.until("pipes are given back", () -> OpenDescriptors.count() <= before + 2 * 16 + 5);
      for (Chain chain : chains) {
        chain.close();
        chain.running().awaitEnd();
      }
    }
  }

  @Test
  void relaysLeaveNoDescriptor() throws Exception {
    int before = OpenDescriptors.count();
    try (Packetloom loom = open("virtual", "epoll")) {
      for (int i = 0; i < 10; i++) {
        try (Chain chain = Chain.open(loom, "tcp://127.0.0.1:0", "anon://")) {
          var sender = start(() -> chain.client().write(ByteBuffer.allocate(16 << 20)));
          chain.server().readFully(new byte[1_000_000]);
          chain.server().close(); // in the middle
          chain.running().awaitEnd();
          sender.awaitEnd();
        }
      }
    }
    Await.until("descriptors are closed", () -> OpenDescriptors.count() <= before + 5);
  }

  @Test
  void whatCannotBeRelayedIsRefused() throws Exception {
    try (Packetloom loom = open("virtual", "epoll");
        Pair pair = loom.pair("local://");
        Pair unwaiting = loom.pair("local://?blocking=no")) {
      assertThatThrownBy(() -> loom.relay(pair.first(), pair.first()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> loom.relay(pair.first(), unwaiting.first()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("blocking=no");
      assertThatThrownBy(() -> loom.relay(pair.first(), pair.second()).bufferSize(0))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(
              () -> loom.relay(pair.first(), pair.second()).idleTimeout(Duration.ofMillis(-1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void transferToBetweenViewsSplicesAndEndsWithTheSource() throws Exception {
    FaultySystemCalls calls = FaultySystemCalls.open();
    try (Packetloom loom = builder("virtual", "epoll").open(calls.platform());
        Pair pair = loom.pair("tcp://127.0.0.1:0")) {
      var echo =
          start(
              () -> {
                long n = pair.second().inputStream().transferTo(pair.second().outputStream());
                pair.second().shutdownOutput();
                return n;
              });
      var sender = startAction(() -> sendAll(pair.first()));
      assertThat(pair.first().inputStream().readAllBytes()).isEqualTo(MUCH);
      sender.result();
      assertThat(echo.result()).isEqualTo(MUCH.length);
      assertThat(calls.count("splice")).isPositive();
    }
  }
}
