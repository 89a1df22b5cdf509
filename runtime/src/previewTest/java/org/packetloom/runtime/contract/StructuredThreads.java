// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.StructuredTaskScope.Subtask;
import org.junit.jupiter.api.Test;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Await;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;

/** Threads of the toolkit are fit for scopes, in any number. */
interface StructuredThreads extends StructuredRow {
  ScopedValue<String> NAME = ScopedValue.newInstance();
  int FORKS = Scale.rounds(2_000);

  @Test
  default void forksRunInThreadsOfTheToolkit() throws Exception {
    List<Thread> made = new ArrayList<>();
    List<Subtask<Thread>> forks = new ArrayList<>();
    try (var scope =
        StructuredTaskScope.open(
            Joiner.<Thread>awaitAllSuccessfulOrThrow(),
            config ->
                config.withThreadFactory(
                    task -> {
                      made.add(loom().threadFactory().newThread(task));
                      return made.getLast();
                    }))) {
      for (int i = 0; i < 20; i++) {
        forks.add(scope.fork(Thread::currentThread));
      }
      scope.join();
    }
    assertThat(forks.stream().map(Subtask::get)).isEqualTo(made).allMatch(Thread::isVirtual);
  }

  @Test
  default void forksTalkToEachOther() throws Exception {
    byte[] sent = Seed.bytes(100_000);
    List<Connection> connections = new ArrayList<>();
    List<Subtask<byte[]>> received = new ArrayList<>();
    try (var scope = this.<Object, Void>openScope(Joiner.awaitAllSuccessfulOrThrow())) {
      for (int i = 0; i < 20; i++) {
        var connection = open();
        connections.add(connection);
        scope.fork(() -> connection.client().write(ByteBuffer.wrap(sent)));
        scope.fork(() -> echo(connection.accepted(), sent.length));
        received.add(scope.fork(() -> readFully(connection.client(), sent.length)));
      }
      scope.join();
    }
    assertThat(received).allSatisfy(each -> assertThat(each.get()).isEqualTo(sent));
    for (var connection : connections) {
      connection.close();
    }
  }

  private static byte[] readFully(StreamConnector stream, int count) throws IOException {
    byte[] bytes = new byte[count];
    stream.readFully(bytes);
    return bytes;
  }

  private static int echo(StreamConnector stream, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(10_000);
    for (int left = count; left > 0; left -= buffer.limit()) {
      stream.read(buffer.clear());
      stream.write(buffer.flip());
    }
    return count;
  }

  @Test
  default void aPlatformThreadCanOwnAScope() throws Exception {
    try (var connection = open()) {
      var owner =
          Task.start(
              Thread.ofPlatform().factory(),
              () -> {
                try (var scope =
                    this.<Integer, Integer>openScope(Joiner.anySuccessfulResultOrThrow())) {
                  scope.fork(() -> connection.client().read(new byte[10]));
                  scope.fork(() -> connection.accepted().read(new byte[10]));
                  connection.accepted().write(new byte[7]);
                  return scope.join();
                }
              });
      assertThat(owner.result()).isEqualTo(7);
      assertTalk(connection.client(), connection.accepted());
    }
  }

  @Test
  default void scopedValuesReachForksAndOutlastTheirWaits() throws Exception {
    try (var connection = open()) {
      List<Subtask<String>> forks = new ArrayList<>();
      ScopedValue.where(NAME, "outer")
          .call(
              () -> {
                try (var scope = this.<String, Void>openScope(Joiner.awaitAllSuccessfulOrThrow())) {
                  for (int i = 0; i < 100; i++) {
                    forks.add(scope.fork(() -> NAME.get() + readOne(connection) + NAME.get()));
                  }
                  connection.accepted().write(new byte[100]);
                  return scope.join();
                }
              });
      assertThat(forks).allSatisfy(each -> assertThat(each.get()).isEqualTo("outer0outer"));
      assertThat(NAME.isBound()).isFalse();
    }
  }

  private static int readOne(Connection connection) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    connection.client().readFully(one);
    return one.get(0);
  }

  @Test
  default void nestedScopesRebindWithoutTouchingTheOuterOnes() throws Exception {
    try (var connection = open()) {
      String seen =
          ScopedValue.where(NAME, "outer")
              .call(
                  () -> {
                    try (var outer =
                        this.<String, String>openScope(Joiner.anySuccessfulResultOrThrow())) {
                      outer.fork(() -> NAME.get() + innerName(connection) + NAME.get());
                      connection.accepted().write(new byte[1]);
                      return outer.join();
                    }
                  });
      assertThat(seen).isEqualTo("outer inner0 outer");
    }
  }

  private String innerName(Connection connection) throws Exception {
    return ScopedValue.where(NAME, " inner")
        .call(
            () -> {
              try (var inner =
                  this.<String, String>openScope(Joiner.anySuccessfulResultOrThrow())) {
                inner.fork(() -> NAME.get() + readOne(connection) + " ");
                return inner.join();
              }
            });
  }

  @Test
  default void thousandsOfCancelledForksLeaveNoThreadBehind() throws Exception {
    try (var one = open();
        var other = open()) {
      List<Fork<?>> forks = new ArrayList<>();
      try (var scope = openScope()) {
        for (int i = 0; i < FORKS; i++) {
          forks.add(
              switch (i % 4) {
                case 0 -> Fork.in(scope, () -> one.client().read(new byte[1]));
                case 1 -> Fork.in(scope, () -> one.accepted().read(new byte[1]));
                case 2 -> Fork.in(scope, () -> one.listener().accept());
                default -> Fork.in(scope, () -> other.client().read(new byte[1]));
              });
        }
        forks.forEach(Fork::awaitParked);
        cancel(scope);
      }
      forks.forEach(Fork::assertInterrupted);
      for (var fork : forks) {
        Await.until("thread ends", () -> fork.thread().getState() == Thread.State.TERMINATED);
      }
      assertThat(loom().dump()).doesNotContain("waits in");
      assertServes(one.listener());
      assertTalk(one.client(), one.accepted());
      assertTalk(other.client(), other.accepted());
    }
  }

  @Test
  default void thousandsOfForksInNestedScopesFinish() throws Exception {
    try (var server =
        loom().serve(listenUri(), c -> c.inputStream().transferTo(c.outputStream()))) {
      List<Subtask<Integer>> outcomes = new ArrayList<>();
      try (var outer = this.<Integer, Void>openScope(Joiner.awaitAllSuccessfulOrThrow())) {
        for (int i = 0; i < 20; i++) {
          outcomes.add(outer.fork(() -> askManyTimes(server.uri().toString())));
        }
        outer.join();
      }
      assertThat(outcomes).allSatisfy(each -> assertThat(each.get()).isEqualTo(FORKS / 20));
    }
  }

  private int askManyTimes(String uri) throws Exception {
    try (var client = loom().connect(uri);
        var inner = this.<Integer, Void>openScope(Joiner.awaitAllSuccessfulOrThrow())) {
      List<Subtask<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < FORKS / 20; i++) {
        inner.fork(() -> client.write(new byte[] {1}));
        answers.add(inner.fork(() -> readFully(client, 1).length));
      }
      inner.join();
      return answers.stream().mapToInt(Subtask::get).sum();
    }
  }
}
