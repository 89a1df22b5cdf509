// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.event.Events;

/** Waiting until something can be done, without doing it. */
@Timeout(30)
class AwaitReadyTest {
  private static final Deadline SOON_PASSED = Deadline.after(Duration.ZERO);

  private static Packetloom open(String engine, String poller) throws Exception {
    return Looms.open(engine, poller);
  }

  @EachEngine
  void awaitReadableReturnsWhenThereIsSomethingAndTakesNothing(String engine, String poller)
      throws Exception {
    try (Packetloom loom = open(engine, poller)) {
      for (String uri : List.of("tcp://127.0.0.1:0", "local://", "anon://")) {
        try (Pair pair = loom.pair(uri)) {
          assertThat(pair.second().awaitReadable(SOON_PASSED)).as(uri).isFalse();
          CompletableFuture<Boolean> waiting =
              start(loom, () -> pair.second().awaitReadable(Deadline.NONE));
          assertThat(waiting).isNotDone();
          pair.first().write(new byte[] {7});
          assertThat(waiting.get(20, TimeUnit.SECONDS)).as(uri).isTrue();
          assertThat(pair.second().awaitReadable(SOON_PASSED)).as(uri).isTrue();
          ByteBuffer one = ByteBuffer.allocate(1);
          pair.second().read(one);
          assertThat(one.get(0)).isEqualTo((byte) 7);
          assertThat(pair.second().awaitReadable(SOON_PASSED)).as(uri).isFalse();
          pair.first().shutdownOutput();
          assertThat(pair.second().awaitReadable(Deadline.NONE)).as("end of " + uri).isTrue();
          assertThat(pair.second().read(one.clear())).isEqualTo(-1);
        }
      }
    }
  }

  @EachEngine
  void awaitReadableOfAListenerAndOfDatagrams(String engine, String poller) throws Exception {
    try (Packetloom loom = open(engine, poller);
        Listener listener = loom.listen("tcp4://127.0.0.1:0");
        DatagramConnector receiver = loom.bind("udp4://127.0.0.1:0");
        DatagramConnector sender = loom.bind("udp4://127.0.0.1:0")) {
      CompletableFuture<Boolean> peer = start(loom, () -> listener.awaitReadable(Deadline.NONE));
      try (var client = loom.connect(listener.uri())) {
        assertThat(peer.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(client.awaitWritable(Deadline.NONE)).isTrue();
        listener.accept().close();
      }
      CompletableFuture<Boolean> datagram =
          start(loom, () -> receiver.awaitReadable(Deadline.NONE));
      sender.send(ByteBuffer.allocate(0), receiver.localAddress().orElseThrow());
      assertThat(datagram.get(20, TimeUnit.SECONDS)).isTrue();
      receiver.receive(ByteBuffer.allocate(1));
    }
  }

  @EachEngine
  void awaitWritableReturnsWhenThereIsRoomAgain(String engine, String poller) throws Exception {
    try (Packetloom loom = open(engine, poller);
        Pair pair = loom.pair("anon://")) {
      assertThat(pair.first().awaitWritable(Deadline.NONE)).isTrue();
      ByteBuffer block = ByteBuffer.allocate(4096);
      while (pair.first().tryWrite(block.clear()) > 0) {}
      assertThat(pair.first().awaitWritable(SOON_PASSED)).isFalse();
      CompletableFuture<Boolean> waiting =
          start(loom, () -> pair.first().awaitWritable(Deadline.NONE));
      pair.second().readFully(ByteBuffer.allocate(4 * 4096));
      assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
      assertThat(pair.first().tryWrite(block.clear())).isPositive();
    }
  }

  @EachEngine
  void awaitReadableObeysTheWaitingContract(String engine, String poller) throws Exception {
    try (Packetloom loom = open(engine, poller);
        Pair pair = loom.pair("local://")) {
      assertThat(pair.first().awaitReadable(Deadline.after(Duration.ofMillis(1)))).isFalse();
      Deadline ambient = Deadline.after(Duration.ofMillis(1));
      assertThatThrownBy(() -> ambient.call(() -> pair.first().awaitReadable(Deadline.NONE)))
          .isInstanceOf(ConnectorTimeoutException.class);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> pair.first().awaitReadable(Deadline.NONE))
          .isInstanceOf(ConnectorInterruptedException.class);
      assertThat(Thread.interrupted()).isTrue();
      CompletableFuture<Boolean> waiting =
          start(loom, () -> pair.first().awaitReadable(Deadline.NONE));
      pair.first().close();
      assertThat(waiting)
          .failsWithin(Duration.ofSeconds(20))
          .withThrowableThat()
          .withMessageContaining("closed");
    }
  }

  @EachEngine
  void awaitReadableEndsWhenReadingIsShutDown(String engine, String poller) throws Exception {
    try (Packetloom loom = open(engine, poller)) {
      for (String uri : List.of("tcp://127.0.0.1:0", "local://", "anon://")) {
        try (Pair pair = loom.pair(uri)) {
          CompletableFuture<Boolean> waiting =
              start(loom, () -> pair.second().awaitReadable(Deadline.NONE));
          pair.second().shutdownInput();
          assertThat(waiting.get(20, TimeUnit.SECONDS)).as(uri).isTrue();
          assertThat(pair.second().awaitReadable(Deadline.NONE)).as(uri).isTrue();
          assertThat(pair.second().read(ByteBuffer.allocate(1))).as(uri).isEqualTo(-1);
        }
      }
    }
  }

  @EachEngine
  void aPeekedByteIsReadable(String engine, String poller) throws Exception {
    try (Packetloom loom = open(engine, poller);
        Pair pair = loom.pair("anon://")) {
      pair.first().write(new byte[] {1, 2});
      pair.second().unread(ByteBuffer.wrap(new byte[] {0}));
      pair.second().read(ByteBuffer.allocate(1));
      pair.second().read(ByteBuffer.allocate(2));
      pair.second().unread(ByteBuffer.wrap(new byte[] {2}));
      assertThat(pair.second().awaitReadable(SOON_PASSED)).isTrue();
    }
  }

  @EachEngine
  void awaitAnyTellsWhichIsReady(String engine, String poller) throws Exception {
    try (Packetloom loom = open(engine, poller);
        Pair first = loom.pair("local://");
        Pair second = loom.pair("anon://");
        Listener third = loom.listen("tcp4://127.0.0.1:0")) {
      var all = List.of(first.second(), second.second(), third);
      assertThat(loom.awaitAny(Events.READ, SOON_PASSED, all)).isEmpty();
      var waiting = start(loom, () -> loom.awaitAny(Events.READ, Deadline.NONE, all));
      second.first().write(new byte[] {1});
      assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo(List.of(second.second()));
      second.second().read(ByteBuffer.allocate(1));
      first.first().shutdownOutput();
      assertThat(loom.awaitAny(Events.READ, Deadline.NONE, all)).isEqualTo(List.of(first.second()));
      var writable = List.of(first.second());
      assertThat(loom.awaitAny(Events.WRITE, Deadline.NONE, writable)).hasSize(1);
      assertThatThrownBy(() -> loom.awaitAny(Events.READ, Deadline.NONE, List.of()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> loom.awaitAny(0, Deadline.NONE, all))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @EachEngine
  void awaitAnyEndsWhenOneIsClosed(String engine, String poller) throws Exception {
    try (Packetloom loom = open(engine, poller);
        Pair first = loom.pair("local://");
        Pair second = loom.pair("local://")) {
      var all = List.of(first.second(), second.second());
      var waiting = start(loom, () -> loom.awaitAny(Events.READ, Deadline.NONE, all));
      second.second().close();
      assertThat(waiting)
          .failsWithin(Duration.ofSeconds(20))
          .withThrowableThat()
          .withMessageContaining("closed");
    }
  }

  private interface Waiting<T> {
    T call() throws Exception;
  }

  private static <T> CompletableFuture<T> start(Packetloom loom, Waiting<T> wait) {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    loom.threadFactory()
        .newThread(
            () -> {
              try {
                outcome.complete(wait.call());
              } catch (Throwable e) {
                outcome.completeExceptionally(e);
              }
            })
        .start();
    return outcome;
  }
}
