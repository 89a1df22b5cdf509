// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.DatagramBatch;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.MessageTooLargeException;
import org.packetloom.Packetloom;
import org.packetloom.TransferFailure;
import org.packetloom.suite.Task;

/** Many datagrams with one call: sizes, peers, partial sends and failures are exact. */
@Timeout(60)
class UdpBatchTest {
  private Packetloom loom;
  private DatagramConnector near;
  private DatagramConnector far;

  @BeforeEach
  void open() throws IOException {
    loom = Packetloom.open();
    near = loom.bind("udp4://127.0.0.1:0");
    far = loom.bind("udp4://127.0.0.1:0");
  }

  @AfterEach
  void close() {
    loom.close();
  }

  private static SocketAddress address(DatagramConnector connector) {
    return connector.localAddress().orElseThrow();
  }

  private static ByteBuffer bytes(int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length);
    for (int value : values) {
      buffer.put((byte) value);
    }
    return buffer.flip();
  }

  @Test
  void datagramsAreSentReceivedAndAnswered() throws Exception {
    try (var batch = near.batch(8, 100);
        var echo = far.batch(16, 3)) {
      batch
          .add(bytes(1), address(far))
          .add(bytes(), address(far))
          .add(bytes(3, 3, 3, 3), address(far));
      assertThat(batch.count()).isEqualTo(3);
      near.send(batch);
      assertThat(batch.position()).isEqualTo(3);
      assertThat(far.receive(echo)).isEqualTo(3);
      assertThat(echo.count()).isEqualTo(3);
      assertThat(echo.position()).isZero();
      assertThat(echo.size(0)).isEqualTo(1);
      assertThat(echo.size(1)).isZero();
      assertThat(echo.size(2)).isEqualTo(3);
      assertThat(echo.fullSize(2)).isEqualTo(4);
      assertThat(echo.data(0).get()).isEqualTo((byte) 1);
      assertThat(echo.data(0).remaining()).isEqualTo(1);
      assertThat(echo.data(2)).isSameAs(echo.room(2));
      assertThat(echo.peer(0)).contains(address(near));
      assertThat(echo.isSamePeer(0, 2)).isTrue();
      far.send(echo);
      assertThat(near.receive(batch)).isEqualTo(3);
      assertThat(batch.size(2)).isEqualTo(3);
    }
  }

  @Test
  void peersAreChosenForEachDatagram() throws Exception {
    try (var third = loom.bind("udp4://127.0.0.1:0");
        var batch = near.batch(4, 10)) {
      batch.add(bytes(1), address(far)).add(bytes(2), address(third)).add(bytes(3), address(far));
      assertThat(batch.isSamePeer(0, 1)).isFalse();
      batch.copyPeer(2, 1);
      assertThat(batch.peer(2)).contains(address(third));
      near.send(batch);
      assertThat(far.receive(ByteBuffer.allocate(10)).size()).isEqualTo(1);
      assertThat(third.tryReceive(ByteBuffer.allocate(10))).isPresent();
      assertThat(third.tryReceive(ByteBuffer.allocate(10))).isPresent();
      assertThat(far.tryReceive(ByteBuffer.allocate(10))).isEmpty();
      batch.peer(0, address(third)).count(1);
      near.send(batch);
      assertThat(third.receive(batch)).isEqualTo(1);
    }
  }

  @Test
  void theConnectedPeerNeedsNoAddress() throws Exception {
    near.connect(address(far));
    try (var batch = near.batch(4, 10)) {
      batch.add(bytes(1)).add(bytes(2));
      assertThat(batch.peer(0)).isEmpty();
      assertThat(near.trySend(batch)).isEqualTo(2);
      assertThat(far.receive(batch)).isEqualTo(2);
      assertThat(batch.peer(1)).contains(address(near));
    }
  }

  @Test
  void aFailureNamesItsDatagramAndTheRestCanBeSent() throws Exception {
    try (var batch = near.batch(4, 70_000)) {
      batch
          .add(bytes(1, 1), address(far))
          .add(bytes(2, 2, 2), address(far))
          .add(ByteBuffer.allocate(66_000), address(far))
          .add(bytes(4), address(far));
      Throwable thrown = catchThrowable(() -> near.send(batch));
      assertThat(thrown)
          .isInstanceOfSatisfying(
              MessageTooLargeException.class, e -> assertThat(e.size()).hasValue(66_000));
      assertThat(((TransferFailure) thrown).bytesMoved()).isEqualTo(5);
      assertThat(batch.position()).isEqualTo(2);
      batch.position(3);
      near.send(batch);
      assertThat(far.receive(batch)).isEqualTo(3);
      assertThat(batch.size(2)).isEqualTo(1);
    }
  }

  @Test
  void receivingWaitsByTheRules() throws Exception {
    try (var batch = near.batch(4, 10)) {
      assertThat(near.tryReceive(batch)).isZero();
      Deadline deadline = Deadline.after(Duration.ofMillis(20));
      near.readDeadline(deadline);
      assertThatThrownBy(() -> near.receive(batch)).isInstanceOf(ConnectorTimeoutException.class);
      assertThat(deadline.hasPassed()).isTrue();
      near.readDeadline(Deadline.NONE);
      var interrupted = startReceiver(batch);
      interrupted.interrupt();
      interrupted.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
      var served = startReceiver(batch);
      far.send(bytes(1, 2), address(near));
      assertThat(served.result()).isEqualTo(1);
      var closed = startReceiver(batch);
      near.close();
      closed.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
    }
  }

  private Task<Integer> startReceiver(DatagramBatch batch) {
    return Task.start(Thread.ofVirtual().factory(), () -> near.receive(batch)).awaitParked();
  }

  @Test
  void connectingDropsWhatOthersHadSentInABatch() throws Exception {
    try (var third = loom.bind("udp4://127.0.0.1:0");
        var batch = near.batch(8, 10)) {
      third.send(bytes(1), address(near));
      far.send(bytes(2), address(near));
      third.send(bytes(3), address(near));
      far.send(bytes(4, 4), address(near));
      near.connect(address(far));
      assertThat(near.receive(batch)).isEqualTo(2);
      assertThat(batch.data(0).get()).isEqualTo((byte) 2);
      assertThat(batch.data(1).get()).isEqualTo((byte) 4);
      assertThat(batch.size(1)).isEqualTo(2);
      assertThat(third.isOpen()).isTrue();
    }
  }

  @Test
  void aNonBlockingConnectorGivesNone() throws Exception {
    try (var eager = loom.bind("udp4://127.0.0.1:0?blocking=no");
        var batch = eager.batch(2, 10)) {
      assertThat(eager.receive(batch)).isZero();
    }
  }

  @Test
  void closingABatchUnderAWaitIsToldByTheNextUse() throws Exception {
    DatagramBatch batch = near.batch(2, 10);
    var receiver = startReceiver(batch);
    batch.close();
    far.send(bytes(1), address(near));
    receiver.assertFailure().isInstanceOf(IllegalStateException.class);
    assertThat(near.receive(ByteBuffer.allocate(10)).size()).as("it stayed there").isEqualTo(1);
  }

  @Test
  void wrongUseIsRefused() throws Exception {
    assertThatThrownBy(() -> near.batch(0, 10)).isInstanceOf(IllegalArgumentException.class);
    try (var batch = near.batch(1, 10)) {
      assertThatThrownBy(() -> batch.add(ByteBuffer.allocate(11), address(far)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(batch.count()).isZero();
      batch.add(bytes(1), address(far));
      assertThatThrownBy(() -> batch.add(bytes(2), address(far)))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> batch.count(2)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> batch.position(2)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> batch.size(0, 11)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> batch.data(1)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> batch.segmentSize(0, -1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> batch.peer(0, InetSocketAddress.createUnresolved("h", 1)))
          .isInstanceOf(IllegalArgumentException.class);
      near.send(batch.clear());
      assertThat(far.tryReceive(ByteBuffer.allocate(1))).isEmpty();
    }
  }
}
