// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.packetloom.Cancellation;
import org.packetloom.ConnectorClosedByInterruptException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.Datagram;
import org.packetloom.InterruptPolicy;
import org.packetloom.StreamConnector;
import org.packetloom.runtime.BlackHole;
import org.packetloom.suite.Await;

/** What a cancelled scope does to forks that wait, and what becomes of their connectors. */
interface StructuredCancellation extends StructuredRow {
  @Test
  default void aFailingForkEndsReadsOfTheOthersAndTheirConnectionsGoOn() throws Exception {
    try (var connection = open()) {
      ByteBuffer buffer = ByteBuffer.allocate(10);
      connection.accepted().write(new byte[] {1, 2, 3});
      Fork<?> reader;
      try (var scope = openScope()) {
        reader =
            Fork.in(
                    scope,
                    () -> {
                      connection.client().readFully(buffer);
                      return buffer;
                    })
                .awaitParked();
        cancel(scope);
      }
      reader.assertInterruptedAfter(3);
      connection.accepted().write(new byte[] {4, 5, 6, 7, 8, 9, 10});
      connection.client().readFully(buffer);
      assertThat(buffer.array()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
      assertTalk(connection.client(), connection.accepted());
    }
  }

  @Test
  default void aFailingForkEndsWritesOfTheOthersAndTheyCanBeResumed() throws Exception {
    try (var connection = open()) {
      ByteBuffer source = tooMuch();
      Fork<Integer> writer;
      try (var scope = openScope()) {
        writer = Fork.in(scope, () -> connection.client().write(source)).awaitParked();
        cancel(scope);
      }
      writer.assertInterruptedAfter(source.position());
      assertRestArrives(source, connection.client(), connection.accepted());
      assertTalk(connection.client(), connection.accepted());
    }
  }

  @Test
  default void aFailingForkEndsAcceptsOfTheOthersAndTheListenerServesOn() throws Exception {
    try (var listener = loom().listen(listenUri())) {
      Fork<StreamConnector> acceptor;
      try (var scope = openScope()) {
        acceptor = Fork.in(scope, listener::accept).awaitParked();
        cancel(scope);
      }
      acceptor.assertInterrupted();
      assertServes(listener);
    }
  }

  @Test
  default void aFailingForkEndsConnectsOfTheOthers() throws Exception {
    try (var hole = new BlackHole()) {
      Fork<StreamConnector> connecting;
      try (var scope = openScope()) {
        connecting = Fork.in(scope, () -> loom().connect(hole.uri())).awaitParked();
        cancel(scope);
      }
      connecting.assertInterrupted();
      assertThat(loom().dump()).doesNotContain(hole.uri());
    }
  }

  @Test
  default void underCloseACancelledForkClosesWhatItWaitsIn() throws Exception {
    try (var reading = open();
        var writing = open();
        var accepting = loom().listen(listenUri())) {
      reading.client().interruptPolicy(InterruptPolicy.CLOSE);
      writing.client().interruptPolicy(InterruptPolicy.CLOSE);
      accepting.interruptPolicy(InterruptPolicy.CLOSE);
      List<Fork<?>> forks = new ArrayList<>();
      try (var scope = openScope()) {
        forks.add(Fork.in(scope, () -> reading.client().read(new byte[1])).awaitParked());
        forks.add(Fork.in(scope, () -> writing.client().write(tooMuch())).awaitParked());
        forks.add(Fork.in(scope, accepting::accept).awaitParked());
        cancel(scope);
      }
      for (var fork : forks) {
        assertThat(fork.failure()).isInstanceOf(ConnectorClosedByInterruptException.class);
        assertThat(fork.endedInterrupted()).isTrue();
      }
      assertThat(reading.client().isOpen()).isFalse();
      assertThat(writing.client().isOpen()).isFalse();
      assertThat(accepting.isOpen()).isFalse();
      assertThat(reading.accepted().read(new byte[1])).isEqualTo(-1);
    }
  }

  @Test
  default void underDeferACancelledForkGoesOnUntilItHasWhatItWaitsFor() throws Exception {
    try (var connection = open()) {
      connection.client().interruptPolicy(InterruptPolicy.DEFER);
      Fork<Integer> reader;
      Fork<Integer> writer;
      byte[] received = new byte[MORE_THAN_BUFFERS.length];
      try (var scope = openScope()) {
        reader = Fork.in(scope, () -> connection.client().read(new byte[10])).awaitParked();
        writer = Fork.in(scope, () -> connection.client().write(tooMuch())).awaitParked();
        var settling =
            startAction(
                () -> {
                  Await.until("scope is cancelled", scope::isCancelled);
                  connection.accepted().readFully(received);
                  connection.accepted().write(new byte[4]);
                });
        cancel(scope);
        assertThat(settling.thread()).isNotNull();
      }
      assertThat(reader.result()).isEqualTo(4);
      assertThat(writer.result()).isEqualTo(MORE_THAN_BUFFERS.length);
      assertThat(received).isEqualTo(MORE_THAN_BUFFERS);
      assertThat(reader.endedInterrupted()).isTrue();
      assertThat(writer.endedInterrupted()).isTrue();
      assertTalk(connection.client(), connection.accepted());
    }
  }

  @Test
  default void cleanUpOfACancelledForkCanWaitWithItsInterruptDeferred() throws Exception {
    try (var connection = open()) {
      Fork<Integer> asking;
      var peer =
          start(
              () -> {
                connection.accepted().readFully(new byte[10]);
                return connection.accepted().write(new byte[6]);
              });
      try (var scope = openScope()) {
        asking = Fork.in(scope, () -> askAndTakeLeave(connection.client())).awaitParked();
        cancel(scope);
      }
      assertThat(peer.result()).isEqualTo(6);
      assertThat(asking.result()).isEqualTo(6);
      assertThat(asking.endedInterrupted()).isTrue();
      assertTalk(connection.client(), connection.accepted());
    }
  }

  /** Waits for an answer; when cancelled, says so and waits for the peer to agree. */
  private static int askAndTakeLeave(StreamConnector connection) throws IOException {
    try {
      return connection.read(new byte[1]);
    } catch (ConnectorInterruptedException cancelled) {
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
      connection.interruptPolicy(InterruptPolicy.DEFER);
      connection.write(new byte[10]);
      byte[] agreement = new byte[6];
      connection.readFully(agreement);
      connection.interruptPolicy(InterruptPolicy.KEEP_OPEN);
      return agreement.length;
    }
  }

  @Test
  default void aCancelledForkCanAskItsPeerToStop() throws Exception {
    try (var connection = open()) {
      AtomicInteger requests = new AtomicInteger();
      Fork<Integer> asking;
      try (var scope = openScope()) {
        asking =
            Fork.in(
                    scope,
                    () ->
                        Cancellation.onInterrupt(
                            () -> {
                              requests.incrementAndGet();
                              connection.accepted().write(new byte[5]);
                            },
                            () -> connection.client().read(new byte[10])))
                .awaitParked();
        cancel(scope);
      }
      assertThat(asking.result()).isEqualTo(5);
      assertThat(asking.endedInterrupted()).isTrue();
      assertThat(requests).hasValue(1);
      assertTalk(connection.client(), connection.accepted());
    }
  }

  @Test
  default void aCancellationAroundTheScopeReachesItsForks() throws Exception {
    try (var connection = open()) {
      Fork<Integer> asking =
          Cancellation.onInterrupt(
              () -> connection.accepted().write(new byte[5]),
              () -> {
                try (var scope = openScope()) {
                  var fork =
                      Fork.in(scope, () -> connection.client().read(new byte[10])).awaitParked();
                  cancel(scope);
                  return fork;
                }
              });
      assertThat(asking.result()).isEqualTo(5);
      assertTalk(connection.client(), connection.accepted());
    }
  }

  @Test
  default void aFailingForkEndsReceivesOfTheOthersAndTheirSocketsGoOn() throws Exception {
    try (var receiver = loom().bind("udp4://127.0.0.1:0");
        var sender = loom().bind("udp4://127.0.0.1:0")) {
      ByteBuffer buffer = ByteBuffer.allocate(10);
      Fork<Datagram> receiving;
      try (var scope = openScope()) {
        receiving = Fork.in(scope, () -> receiver.receive(buffer)).awaitParked();
        cancel(scope);
      }
      receiving.assertInterruptedAfter(0);
      sender.send(ByteBuffer.allocate(6), receiver.localAddress().orElseThrow());
      receiver.receive(buffer);
      assertThat(buffer.position()).isEqualTo(6);
    }
  }
}
