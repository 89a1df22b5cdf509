// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectionResetException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.InterruptPolicy;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;

/** Listeners accept whoever connects, and hand their settings on. */
public interface ListenerAccept extends LoomRow {
  @Test
  default void anAcceptedStreamTalksToItsClient() throws Exception {
    try (var connection = connect(loom().listen(listenUri()))) {
      assertTalk(connection.client(), connection.accepted());
    }
  }

  @Test
  default void acceptWaitsForAClient() throws Exception {
    try (var listener = loom().listen(listenUri())) {
      var acceptor = start(listener::accept).awaitParked();
      try (var client = loom().connect(listener.uri());
          var accepted = acceptor.result()) {
        assertTalk(client, accepted);
      }
    }
  }

  @Test
  default void aClientMayConnectAndWriteBeforeItIsAccepted() throws Exception {
    try (var listener = loom().listen(listenUri());
        var client = loom().connect(listener.uri())) {
      client.write(new byte[] {1, 2, 3});
      try (var accepted = listener.accept()) {
        byte[] received = new byte[3];
        accepted.readFully(received);
        assertThat(received).containsExactly(1, 2, 3);
      }
    }
  }

  @Test
  default void manyClientsAtOnceAreAllAccepted() throws Exception {
    assumeHas(Feature.SEVERAL_CLIENTS);
    int count = Scale.rounds(100);
    try (var listener = loom().listen(listenUri())) {
      List<Task<Integer>> clients = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        clients.add(start(() -> ask(listener, number)));
      }
      for (int i = 0; i < count; i++) {
        StreamConnector accepted = listener.accept();
        startAction(() -> answer(accepted));
      }
      var answers = new TreeSet<Integer>();
      clients.forEach(client -> answers.add(client.result()));
      assertThat(answers).hasSize(count);
    }
  }

  private int ask(Listener listener, int number) throws IOException {
    try (var client = loom().connect(listener.uri())) {
      client.write(ByteBuffer.allocate(4).putInt(0, number));
      ByteBuffer answer = ByteBuffer.allocate(4);
      client.readFully(answer);
      assertThat(answer.getInt(0)).isEqualTo(number + 1);
      return number;
    }
  }

  private static void answer(StreamConnector accepted) throws IOException {
    try (accepted) {
      ByteBuffer question = ByteBuffer.allocate(4);
      accepted.readFully(question);
      accepted.write(question.flip().putInt(0, question.getInt(0) + 1));
    }
  }

  @Test
  default void severalAcceptorsGetOneClientEach() throws Exception {
    try (var listener = loom().listen(listenUri())) {
      List<Task<StreamConnector>> acceptors = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        acceptors.add(start(listener::accept).awaitParked());
      }
      for (int i = 0; i < 5; i++) {
        try (var client = loom().connect(listener.uri())) {
          client.write(new byte[] {(byte) i});
          try (var accepted = acceptors.get(i).result()) {
            byte[] number = new byte[1];
            accepted.readFully(number);
            assertThat(number[0]).as("first come, first served").isEqualTo((byte) i);
          }
        }
      }
    }
  }

  @Test
  default void tryAcceptReturnsNothingWhenNobodyWaits() throws Exception {
    try (var listener = loom().listen(listenUri())) {
      assertThat(listener.tryAccept()).isEmpty();
      assertServes(listener);
      assertThat(listener.tryAccept()).isEmpty();
    }
  }

  @Test
  default void tryAcceptTakesAClientThatWaits() throws Exception {
    try (var listener = loom().listen(listenUri());
        var client = loom().connect(listener.uri())) {
      List<StreamConnector> accepted = new ArrayList<>();
      Await.until(
          "client is accepted",
          () -> {
            tryAccept(listener).ifPresent(accepted::add);
            return !accepted.isEmpty();
          });
      try (var far = accepted.getFirst()) {
        assertTalk(client, far);
      }
    }
  }

  private static Optional<StreamConnector> tryAccept(Listener listener) {
    try {
      return listener.tryAccept();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  default void aClientThatGaveUpDoesNotFailTheListener() throws Exception {
    try (var listener = loom().listen(listenUri())) {
      for (int i = 0; i < 5; i++) {
        StreamConnector hasty = loom().connect(listener.uri());
        if (features().contains(Feature.RESET)) {
          hasty.option(StandardSocketOptions.SO_LINGER, 0);
        }
        hasty.close();
      }
      try (var patient = loom().connect(listener.uri())) {
        patient.write(new byte[] {7});
        byte[] seven = new byte[1];
        while (seven[0] != 7) {
          try (var accepted = listener.accept()) {
            readOrFail(accepted, seven);
          }
        }
      }
    }
  }

  /** Reads from a stream that may have been given up. */
  private static void readOrFail(StreamConnector accepted, byte[] destination) {
    try {
      accepted.read(destination);
    } catch (IOException gaveUp) {
      assertThat(gaveUp).isInstanceOf(ConnectionResetException.class);
    }
  }

  @Test
  default void acceptedStreamsInheritPolicyAndTimeouts() throws Exception {
    var builder =
        loom()
            .connector(listenUri())
            .interruptPolicy(InterruptPolicy.CLOSE)
            .readTimeout(Duration.ofMillis(10))
            .writeTimeout(Duration.ofMillis(10));
    try (var connection = connect(builder.listen())) {
      StreamConnector accepted = connection.accepted();
      assertThat(accepted.interruptPolicy()).isEqualTo(InterruptPolicy.CLOSE);
      assertThatThrownBy(() -> accepted.read(new byte[1]))
          .isInstanceOf(ConnectorTimeoutException.class);
      ByteBuffer tooMuch = tooMuchFor(accepted);
      assertThatThrownBy(() -> accepted.write(tooMuch))
          .isInstanceOf(ConnectorTimeoutException.class);
    }
  }

  @Test
  default void acceptedStreamsFollowTheListenersPolicyOfThatMoment() throws Exception {
    try (var listener = loom().listen(listenUri())) {
      assertThat(listener.interruptPolicy()).isEqualTo(InterruptPolicy.KEEP_OPEN);
      listener.interruptPolicy(InterruptPolicy.DEFER);
      try (var connection = connect(listener)) {
        assertThat(connection.accepted().interruptPolicy()).isEqualTo(InterruptPolicy.DEFER);
        assertThat(connection.client().interruptPolicy()).isEqualTo(InterruptPolicy.KEEP_OPEN);
      }
    }
  }

  @Test
  default void acceptedStreamsInheritOptions() throws Exception {
    assumeHas(Feature.PORTS);
    var builder = loom().connector(listenUri()).option(StandardSocketOptions.TCP_NODELAY, true);
    try (var connection = connect(builder.listen())) {
      assertThat(connection.accepted().option(StandardSocketOptions.TCP_NODELAY)).isTrue();
    }
  }

  @Test
  default void aListenerListensUntilItIsClosed() throws Exception {
    Listener listener = loom().listen(listenUri());
    assertThat(listener.isOpen()).isTrue();
    assertThat(listener.isListening()).isTrue();
    assertThat(listener.isConnected()).isFalse();
    assertThat(listener.isCommunicating()).isFalse();
    listener.close();
    assertThat(listener.isOpen()).isFalse();
    assertThat(listener.isListening()).isFalse();
  }

  @Test
  default void streamsCommunicateUntilTheyAreClosed() throws Exception {
    try (var connection = connect(loom().listen(listenUri()))) {
      for (var end : List.of(connection.client(), connection.accepted())) {
        assertThat(end.isConnected()).isTrue();
        assertThat(end.isCommunicating()).isTrue();
        assertThat(end.isListening()).isFalse();
        end.close();
        assertThat(end.isConnected()).isFalse();
        assertThat(end.isCommunicating()).isFalse();
      }
    }
  }
}
