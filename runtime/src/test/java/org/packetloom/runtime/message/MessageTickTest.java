// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.packetloom.runtime.message.MessageRow.CLIENT;
import static org.packetloom.runtime.message.MessageRow.CONFIG;
import static org.packetloom.runtime.message.MessageRow.ORDERED;
import static org.packetloom.runtime.message.MessageRow.SERVER;
import static org.packetloom.runtime.message.MessageRow.bytes;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;
import org.packetloom.message.MessageClientEndpoint;
import org.packetloom.message.MessageConnection;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.MessageServerEndpoint;
import org.packetloom.message.MessageTick;
import org.packetloom.message.ReceivedMessage;
import org.packetloom.message.ServedPeer;
import org.packetloom.message.ServerEvent;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** Whole ticks without a thread. */
@Timeout(60)
class MessageTickTest {
  @TempDir private Path folder;

  private static void echo(MessageServerEndpoint server) {
    for (Optional<ServerEvent> event = server.pollEvent();
        event.isPresent();
        event = server.pollEvent()) {
      assertThat(event.get().peer()).isNotNull();
    }
    server.drainActive(MessageTickTest::echo);
  }

  private static void echo(ServedPeer peer) {
    peer.endpoint()
        .drain(
            ORDERED,
            message -> {
              try {
                peer.endpoint().send(ORDERED, message.payload());
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
  }

  private static void tick(MessageTick tick, Runnable update) {
    try {
      tick.run(System.nanoTime(), update);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aServerAndClientsRunByTicks() throws IOException {
    try (var loom = Packetloom.open()) {
      talkByTicks(loom.bind("udp4://127.0.0.1:0"), () -> loom.bind("udp4://127.0.0.1:0"), 30);
    }
  }

  @Test
  void aFullReceiverLosesDatagramsAndNothingElse() throws IOException {
    try (var loom = Packetloom.open()) {
      talkByTicks(
          loom.bind("local://" + folder.resolve("s") + "?behaviour=datagram"),
          () -> loom.bind("local:///%00?behaviour=datagram"),
          30);
    }
  }

  /** Opens a socket. */
  @FunctionalInterface
  private interface Opening {
    DatagramConnector open() throws IOException;
  }

  private static void talkByTicks(DatagramConnector socket, Opening opening, int count)
      throws IOException {
    var server = MessageServerEndpoint.of(SERVER, System.nanoTime());
    List<MessageTick> ticks = new ArrayList<>();
    List<MessageClientEndpoint> clients = new ArrayList<>();
    try (var serverTick = MessageTick.of(server, socket)) {
      for (int i = 0; i < count; i++) {
        DatagramConnector near = opening.open();
        near.connect(socket.localAddress().orElseThrow());
        clients.add(MessageClientEndpoint.of(CLIENT, System.nanoTime()));
        ticks.add(MessageTick.of(clients.getLast(), near));
      }
      boolean[] hasAsked = new boolean[count];
      boolean[] isAnswered = new boolean[count];
      Await.until(
          "all are answered",
          () -> {
            tick(serverTick, () -> echo(server));
            boolean isAll = true;
            for (int i = 0; i < count; i++) {
              int number = i;
              tick(ticks.get(i), () -> ask(clients.get(number), number, hasAsked, isAnswered));
              isAll &= isAnswered[i];
            }
            return isAll;
          });
      assertThat(server.connectionCount()).isEqualTo(count);
    } finally {
      ticks.forEach(MessageTick::close);
    }
  }

  private static void ask(
      MessageClientEndpoint client, int number, boolean[] hasAsked, boolean[] isAnswered) {
    Optional<MessageEndpoint> endpoint = client.endpoint();
    if (endpoint.isEmpty()) {
      return;
    }
    if (!hasAsked[number]) {
      hasAsked[number] = true;
      try {
        endpoint.get().send(ORDERED, bytes("client " + number));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    Optional<ReceivedMessage> answer = endpoint.get().poll(ORDERED);
    if (answer.isPresent()) {
      assertThat(MessageRow.text(answer.get())).isEqualTo("client " + number);
      isAnswered[number] = true;
    }
  }

  @Test
  void aBlockingClientTalksToATickServer() throws IOException {
    try (var loom = Packetloom.open()) {
      DatagramConnector socket = loom.bind("udp4://127.0.0.1:0");
      var server = MessageServerEndpoint.of(SERVER, System.nanoTime());
      try (var tick = MessageTick.of(server, socket)) {
        var client =
            Task.start(
                loom.threadFactory(),
                () -> {
                  var connection = MessageConnection.connect(loom, socket.uri().toString(), CLIENT);
                  connection.channel(ORDERED).post(bytes("hello"));
                  String answer = MessageRow.receive(connection.channel(ORDERED));
                  MessageRow.closeNow(connection);
                  return answer;
                });
        Await.until(
            "the client has its answer",
            () -> {
              tick(tick, () -> echo(server));
              return client.hasEnded();
            });
        assertThat(client.result()).isEqualTo("hello");
      }
    }
  }

  @Test
  void bareEndpointsRunByTicksAndEndWithTheirSocket() throws IOException {
    try (var loom = Packetloom.open()) {
      DatagramConnector one = loom.bind("udp4://127.0.0.1:0");
      DatagramConnector two = loom.bind("udp4://127.0.0.1:0");
      one.connect(two.localAddress().orElseThrow());
      two.connect(one.localAddress().orElseThrow());
      var left = MessageEndpoint.of(CONFIG, System.nanoTime());
      var right = MessageEndpoint.of(CONFIG, System.nanoTime());
      try (var leftTick = MessageTick.of(left, one);
          var rightTick = MessageTick.of(right, two)) {
        left.send(ORDERED, bytes("bare"));
        List<String> came = new ArrayList<>();
        Await.until(
            "it comes",
            () -> {
              tick(leftTick, () -> {});
              tick(rightTick, () -> right.poll(ORDERED).map(MessageRow::text).ifPresent(came::add));
              return !came.isEmpty();
            });
        assertThat(came).containsExactly("bare");
        assertThat(leftTick.droppedDatagrams()).isZero();
        one.close();
        assertThatThrownBy(() -> leftTick.receive(System.nanoTime()))
            .isInstanceOf(ClosedChannelException.class);
      }
    }
  }
}
