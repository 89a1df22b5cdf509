// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.packetloom.ConnectionRefusedException;
import org.packetloom.Datagram;
import org.packetloom.DatagramConnector;
import org.packetloom.DatagramError;
import org.packetloom.MessageTooLargeException;
import org.packetloom.Packetloom;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;
import org.packetloom.suite.VacantPort;

/** What the network tells of datagrams that were not delivered reaches who wants to know. */
@Timeout(60)
class UdpErrorsTest {
  private final ConcurrentLinkedQueue<DatagramError> errors = new ConcurrentLinkedQueue<>();

  private static Packetloom open(String engine, String poller) throws Exception {
    return Looms.open(engine, poller);
  }

  private static SocketAddress nobody(Packetloom loom, String uri) throws Exception {
    try (var gone = loom.bind(uri)) {
      return VacantPort.like(gone.localAddress().orElseThrow());
    }
  }

  private static Task<Datagram> startReceiver(DatagramConnector connector) {
    return Task.start(
            Thread.ofVirtual().factory(), () -> connector.receive(ByteBuffer.allocate(100)))
        .awaitParked();
  }

  @EachEngine
  void aListenerHearsOfThePeerWhileAReceiverGoesOnWaiting(String engine, String poller)
      throws Exception {
    for (String uri : List.of("udp4://127.0.0.1:0", "udp6://[::1]:0")) {
      errors.clear();
      try (var loom = open(engine, poller);
          var server = loom.bind(uri).errorListener(errors::add);
          var client = loom.bind(uri)) {
        SocketAddress nobody = nobody(loom, uri);
        var receiver = startReceiver(server);
        server.send(ByteBuffer.allocate(5), nobody);
        Await.until("error is told", () -> !errors.isEmpty());
        DatagramError error = errors.remove();
        assertThat(error.peer()).contains(nobody);
        assertThat(error.errorName()).isEqualTo("ECONNREFUSED");
        boolean is6 = uri.startsWith("udp6");
        assertThat(error.origin())
            .isEqualTo(is6 ? DatagramError.Origin.ICMP6 : DatagramError.Origin.ICMP);
        assertThat(error.type()).isEqualTo(is6 ? 1 : 3); // destination unreachable
        assertThat(error.code()).isEqualTo(is6 ? 4 : 3); // port unreachable
        assertThat(error.offender().map(o -> ((InetSocketAddress) o).getAddress()))
            .contains(((InetSocketAddress) nobody).getAddress());
        client.send(ByteBuffer.allocate(7), server.localAddress().orElseThrow());
        assertThat(receiver.result().size()).isEqualTo(7);
      }
    }
  }

  @EachEngine
  void sendsToOthersAreNotDisturbedAndNoErrorIsLost(String engine, String poller) throws Exception {
    String uri = "udp4://127.0.0.1:0";
    try (var loom = open(engine, poller);
        var server = loom.bind(uri).errorListener(errors::add);
        var client = loom.bind(uri)) {
      SocketAddress nobody = nobody(loom, uri);
      int rounds = 200;
      for (int i = 0; i < rounds; i++) {
        server.send(ByteBuffer.allocate(1), nobody);
        server.send(ByteBuffer.allocate(2), client.localAddress().orElseThrow());
        assertThat(client.receive(ByteBuffer.allocate(9)).size()).isEqualTo(2);
      }
      Await.until(
          "all errors are told",
          () -> {
            tryReceive(server);
            return errors.size() == rounds;
          });
    }
  }

  private static void tryReceive(DatagramConnector server) {
    try {
      assertThat(server.tryReceive(ByteBuffer.allocate(1))).isEmpty();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @EachEngine
  void anErrorDoesNotMakeAWaitingThreadSpin(String engine, String poller) throws Exception {
    String uri = "udp4://127.0.0.1:0";
    try (var loom = open(engine, poller);
        var server = loom.bind(uri);
        var client = loom.bind(uri)) {
      AtomicInteger told = new AtomicInteger();
      server.errorListener(_ -> told.incrementAndGet());
      SocketAddress nobody = nobody(loom, uri);
      var receiver = startReceiver(server);
      for (int i = 1; i <= 20; i++) {
        int expected = i;
        server.send(ByteBuffer.allocate(1), nobody);
        Await.until("error is told", () -> told.get() == expected);
      }
      receiver.awaitParked(); // a thread that spins is seen running sooner or later
      client.send(ByteBuffer.allocate(3), server.localAddress().orElseThrow());
      assertThat(receiver.result().size()).isEqualTo(3);
      assertThat(told).hasValue(20);
    }
  }

  @EachEngine
  void aChosenPeerIsHeardOfInBothWays(String engine, String poller) throws Exception {
    String uri = "udp4://127.0.0.1:0";
    try (var loom = open(engine, poller);
        var client = loom.bind(uri).errorListener(errors::add)) {
      SocketAddress nobody = nobody(loom, uri);
      client.connect(nobody).send(ByteBuffer.allocate(1));
      assertThatThrownBy(() -> client.receive(ByteBuffer.allocate(1)))
          .isInstanceOf(ConnectionRefusedException.class)
          .hasMessageContaining("ECONNREFUSED");
      assertThat(errors).hasSize(1);
      assertThat(errors.remove().peer()).contains(nobody);
    }
  }

  @EachEngine
  void refusedBatchesToAChosenPeerAreToldToTheNextCall(String engine, String poller)
      throws Exception {
    String uri = "udp4://127.0.0.1:0";
    try (var loom = open(engine, poller);
        var client = loom.bind(uri);
        var batch = client.batch(4, 100)) {
      client.connect(nobody(loom, uri));
      batch.add(ByteBuffer.allocate(1));
      client.send(batch);
      assertThatThrownBy(() -> client.receive(batch))
          .isInstanceOf(ConnectionRefusedException.class);
    }
  }

  @EachEngine
  void aMessageTooLargeStaysAFailureOfItsOwnCall(String engine, String poller) throws Exception {
    try (var loom = open(engine, poller);
        var client = loom.bind("udp4://127.0.0.1:0").errorListener(errors::add)) {
      SocketAddress self = client.localAddress().orElseThrow();
      assertThatThrownBy(() -> client.send(ByteBuffer.allocate(70_000), self))
          .isInstanceOf(MessageTooLargeException.class);
      client.send(ByteBuffer.allocate(3), self);
      assertThat(client.receive(ByteBuffer.allocate(10)).size()).isEqualTo(3);
    }
  }

  @EachEngine
  void whatAListenerThrowsEndsTheCallAndNothingElse(String engine, String poller) throws Exception {
    String uri = "udp4://127.0.0.1:0";
    try (var loom = open(engine, poller);
        var server = loom.bind(uri);
        var client = loom.bind(uri)) {
      server.errorListener(
          _ -> {
            throw new IllegalStateException("planted");
          });
      SocketAddress nobody = nobody(loom, uri);
      var receiver = startReceiver(server);
      server.send(ByteBuffer.allocate(1), nobody);
      receiver.assertFailure().isInstanceOf(IllegalStateException.class).hasMessage("planted");
      client.send(ByteBuffer.allocate(3), server.localAddress().orElseThrow());
      assertThat(server.receive(ByteBuffer.allocate(10)).size()).isEqualTo(3);
    }
  }
}
