// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.StructuredTaskScope.Joiner;
import org.junit.jupiter.api.Test;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Await;

/** Scopes that are cancelled by their owner, by scopes around them, or by whoever wins a race. */
interface StructuredScopes extends StructuredRow {
  @Test
  default void anInterruptOfTheOwnerCancelsItsForks() throws Exception {
    try (var connection = open()) {
      List<Fork<?>> forks = new ArrayList<>();
      var owner =
          startAction(
              () -> {
                try (var scope = openPatientScope()) {
                  forks.add(Fork.in(scope, () -> connection.client().read(new byte[1])));
                  forks.add(Fork.in(scope, connection.listener()::accept));
                  forks.forEach(Fork::awaitParked);
                  Thread.currentThread().interrupt();
                  scope.join();
                }
              });
      owner.assertFailure().isInstanceOf(InterruptedException.class);
      forks.forEach(Fork::assertInterrupted);
      assertTalk(connection.client(), connection.accepted());
      assertServes(connection.listener());
    }
  }

  @Test
  default void aCancelledForkCancelsTheScopeThatItOwns() throws Exception {
    try (var connection = open()) {
      List<Fork<Integer>> inner = new ArrayList<>();
      Fork<?> owner;
      try (var outer = openScope()) {
        owner =
            Fork.in(
                outer,
                () -> {
                  try (var scope = openPatientScope()) {
                    inner.add(Fork.in(scope, () -> connection.client().read(new byte[1])));
                    inner.add(Fork.in(scope, () -> connection.accepted().read(new byte[1])));
                    return scope.join();
                  }
                });
        Await.until("connection has its readers", () -> isRead(connection));
        cancel(outer);
      }
      assertThat(owner.failure()).isInstanceOf(InterruptedException.class);
      assertThat(inner).hasSize(2).allSatisfy(fork -> fork.assertInterruptedAfter(0));
      assertTalk(connection.client(), connection.accepted());
    }
  }

  private static boolean isRead(Connection connection) {
    return connection.client().isAwaitingInput() && connection.accepted().isAwaitingInput();
  }

  @Test
  default void aScopeThatFailsInsideLeavesTheForksOutsideAlone() throws Exception {
    try (var connection = open();
        var other = open()) {
      try (var outer = openScope()) {
        var outside = Fork.in(outer, () -> other.client().read(new byte[10]));
        Fork.in(
            outer,
            () -> {
              try (var inner = openScope()) {
                Fork.in(inner, () -> connection.client().read(new byte[1])).awaitParked();
                cancel(inner);
              }
              return other.accepted().write(new byte[8]);
            });
        outer.join();
        assertThat(outside.result()).isEqualTo(8);
      }
      assertTalk(connection.client(), connection.accepted());
    }
  }

  @Test
  default void losersOfARaceAreCancelledAndTheirConnectionsBringTheLateAnswers() throws Exception {
    List<Connection> servers = List.of(open(), open(), open());
    List<Fork<Integer>> races = new ArrayList<>();
    try (var scope = this.<Integer, Integer>openScope(Joiner.anySuccessfulResultOrThrow())) {
      for (var server : servers) {
        races.add(Fork.in(scope, () -> ask(server.client())));
      }
      servers.get(1).accepted().write(new byte[] {11});
      assertThat(scope.join()).isEqualTo(11);
    }
    races.get(0).assertInterruptedAfter(0);
    races.get(2).assertInterruptedAfter(0);
    for (int i = 0; i < 3; i++) {
      try (var server = servers.get(i)) {
        assertThat(server.accepted().read(new byte[10])).as("the question").isEqualTo(1);
        if (i != 1) {
          server.accepted().write(new byte[] {(byte) i});
          assertThat(readOne(server.client())).as("the late answer").isEqualTo(i);
        }
        assertTalk(server.client(), server.accepted());
      }
    }
  }

  private static int ask(StreamConnector connection) throws IOException {
    connection.write(new byte[] {1});
    return readOne(connection);
  }

  private static int readOne(StreamConnector connection) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    connection.readFully(one);
    return one.get(0);
  }

  @Test
  default void aRaceThatNobodyWinsTellsOfTheFirstFailure() throws Exception {
    try (var connection = open()) {
      connection.accepted().close();
      try (var scope = this.<Integer, Integer>openScope(Joiner.anySuccessfulResultOrThrow())) {
        scope.fork(() -> readOne(connection.client()));
        assertThatThrownBy(scope::join).hasCauseInstanceOf(IOException.class);
      }
    }
  }
}
