// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.packetloom.runtime.message.MessageRow.bytes;
import static org.packetloom.runtime.message.MessageRow.closeNow;
import static org.packetloom.runtime.message.MessageRow.receive;
import static org.packetloom.runtime.message.MessageRow.text;
import static org.packetloom.runtime.message.MessageRow.watchdog;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.message.ConnectionEndedException;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.HandshakeRefusedException;
import org.packetloom.message.MessageConnection;
import org.packetloom.message.MessageServer;
import org.packetloom.message.SharedPayload;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** What servers do with many clients, and with those they do not want. */
interface MessageServing extends MessageRow {
  private static SharedPayload payload(String text) {
    return SharedPayload.of(bytes(text));
  }

  @Test
  default void acceptWaitsForAClient() throws Exception {
    try (var server = serve(SERVER)) {
      assertThat(server.tryAccept()).isEmpty();
      var acceptor = start(server::accept).awaitParked();
      var client = connect(server, CLIENT);
      assertThat(acceptor.result().id()).isEqualTo(client.id());
      closeNow(client);
      closeNow(server);
    }
  }

  @Test
  default void acceptObeysItsDeadlineAndInterrupts() throws Exception {
    try (var server = serve(SERVER)) {
      server.acceptDeadline(Deadline.after(Duration.ofMillis(5)));
      assertThatThrownBy(server::accept).isInstanceOf(ConnectorTimeoutException.class);
      server.acceptDeadline(Deadline.NONE);
      assertThatThrownBy(() -> Deadline.after(Duration.ofMillis(5)).call(server::accept))
          .isInstanceOf(ConnectorTimeoutException.class);
      var acceptor = start(server::accept).awaitParked();
      acceptor.interrupt();
      acceptor.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
      assertThat(server.isOpen()).isTrue();
    }
  }

  @Test
  default void closeWakesAcceptorsAndConnections() throws Exception {
    try (var ends = open()) {
      var acceptor = start(ends.server()::accept).awaitParked();
      var near = startBlockedReceive(ends.near().channel(ORDERED));
      var far = startBlockedReceive(ends.far().channel(ORDERED));
      ends.server().close();
      acceptor.assertFailure().isInstanceOf(ConnectionEndedException.class);
      near.assertFailure().isInstanceOf(ConnectionEndedException.class);
      far.assertFailure().isInstanceOf(ConnectionEndedException.class);
      assertThat(ends.server().isOpen()).isFalse();
      assertThatThrownBy(ends.server()::accept).isInstanceOf(ConnectionEndedException.class);
      assertThatThrownBy(ends.server()::tryAccept).isInstanceOf(ConnectionEndedException.class);
      assertThat(ends.server().connections()).isEmpty();
    }
  }

  @Test
  default void aFullServerRefuses() throws Exception {
    try (var server = serve(SERVER.maxConnections(1))) {
      var first = connect(server, CLIENT);
      first.channel(ORDERED).send(bytes("here")).await(watchdog());
      assertThatThrownBy(() -> connect(server, CLIENT))
          .isInstanceOf(ConnectException.class)
          .isInstanceOfSatisfying(
              HandshakeRefusedException.class,
              refused ->
                  assertThat(refused.reason().kind()).isEqualTo(DisconnectReason.Kind.SERVER_FULL));
      closeNow(first);
      closeNow(server);
    }
  }

  @Test
  default void aServerMayDenyWithACode() throws Exception {
    try (var server = serve(SERVER.admission(request -> OptionalInt.of(17)))) {
      assertThatThrownBy(() -> connect(server, CLIENT))
          .isInstanceOfSatisfying(
              HandshakeRefusedException.class,
              refused -> assertThat(refused.reason()).isEqualTo(DisconnectReason.denied(17)));
      assertThat(server.tryAccept()).isEmpty();
    }
  }

  @Test
  default void anotherProtocolIsRefused() throws Exception {
    var other =
        org.packetloom.message.MessageClientConfig.of(CONFIG.toBuilder().protocolId(99).build())
            .handshakeTimeout(Await.LIMIT);
    try (var server = serve(SERVER)) {
      assertThatThrownBy(() -> connect(server, other))
          .isInstanceOfSatisfying(
              HandshakeRefusedException.class,
              refused ->
                  assertThat(refused.reason().kind())
                      .isEqualTo(DisconnectReason.Kind.PROTOCOL_MISMATCH));
    }
  }

  @Test
  default void aPayloadGoesToAllOrSome() throws Exception {
    try (var server = serve(SERVER)) {
      List<MessageConnection> clients = new ArrayList<>();
      List<MessageConnection> served = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        clients.add(connect(server, CLIENT));
        served.add(server.accept());
      }
      assertThat(server.broadcast(ORDERED, payload("to all"))).isEqualTo(5);
      assertThat(server.send(ORDERED, payload("to some"), served.subList(0, 2))).isEqualTo(2);
      for (MessageConnection client : clients) {
        assertThat(receive(client.channel(ORDERED))).isEqualTo("to all");
      }
      assertThat(receive(clients.get(0).channel(ORDERED))).isEqualTo("to some");
      assertThat(receive(clients.get(1).channel(ORDERED))).isEqualTo("to some");
      assertThat(clients.get(2).channel(ORDERED).tryReceive()).isEmpty();
      assertThat(server.connections()).containsExactlyInAnyOrderElementsOf(served);
      assertThat(server.stats().connections()).isEqualTo(5);
      assertThatThrownBy(() -> server.broadcast(200, payload("x")))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> server.send(ORDERED, payload("x"), clients))
          .isInstanceOf(IllegalArgumentException.class);
      clients.forEach(MessageRow::closeNow);
      closeNow(server);
    }
  }

  @Test
  default void drainWaitsForTheClientsAndTakesNoMore() throws Exception {
    try (var ends = open()) {
      var drainer = start(() -> ends.server().drain(watchdog())).awaitParked();
      assertThatThrownBy(() -> connect(ends.server(), CLIENT))
          .isInstanceOf(HandshakeRefusedException.class);
      MessageRow.assertTalk(ends);
      ends.near().close();
      assertThat(drainer.result()).isTrue();
      assertThat(ends.server().isOpen()).isFalse();
    }
    try (var ends = open()) {
      assertThat(ends.server().drain(Deadline.after(Duration.ofMillis(5)))).isFalse();
      assertThat(ends.server().isOpen()).isFalse();
      assertThatThrownBy(() -> ends.near().receive(watchdog()))
          .isInstanceOf(ConnectionEndedException.class);
    }
  }

  /** How many clients come at once. */
  default int manyClients() {
    return 200;
  }

  @Test
  default void manyClientsAtOnceAreEchoed() throws Exception {
    echo(1, manyClients());
  }

  @Test
  default void shardsEchoToo() throws Exception {
    echo(3, manyClients() / 4);
  }

  private void echo(int shards, int clients) throws IOException {
    try (var server = serve(MessageServer.builder(SERVER).shards(shards))) {
      startAction(
          () -> {
            while (true) {
              MessageConnection connection = server.accept();
              startAction(() -> answer(connection));
            }
          });
      List<Task<Void>> all = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int number = i;
        all.add(startAction(() -> ask(server, number)));
      }
      all.forEach(Task::result);
      assertThat(server.stats().accepted()).isEqualTo(clients);
      closeNow(server);
    }
  }

  /** Answers until the client ends. */
  private static void answer(MessageConnection connection) throws IOException {
    while (true) {
      connection.channel(ORDERED).post(bytes(text(connection.channel(ORDERED).receive())));
    }
  }

  private void ask(MessageServer server, int number) throws IOException {
    MessageConnection client = connect(server, CLIENT);
    for (int round = 0; round < 5; round++) {
      String said = "client " + number + " round " + round;
      client.channel(ORDERED).post(bytes(said));
      assertThat(receive(client.channel(ORDERED))).isEqualTo(said);
    }
    closeNow(client);
  }
}
