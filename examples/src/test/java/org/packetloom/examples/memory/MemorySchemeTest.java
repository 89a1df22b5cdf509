// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.ConnectionRefusedException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.ConnectorUriException;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Task;

/** What is particular to the memory scheme: names, capacity, and a queue that is full. */
@Timeout(60)
class MemorySchemeTest {
  private Packetloom loom;

  @BeforeEach
  void open() throws IOException {
    loom = new MemoryUnderTest().open();
  }

  @AfterEach
  void close() {
    loom.close();
  }

  @Test
  void anEndHoldsAsMuchAsItsCapacity() throws IOException {
    try (var listener = loom.listen("memory:///a?capacity=10");
        var client = loom.connect("memory:///a?capacity=20");
        var accepted = listener.accept()) {
      assertThat(client.tryWrite(ByteBuffer.allocate(100))).isEqualTo(10);
      assertThat(accepted.tryWrite(ByteBuffer.allocate(100))).isEqualTo(20);
      assertThat(accepted.tryRead(ByteBuffer.allocate(7))).isEqualTo(7);
      assertThat(client.tryWrite(ByteBuffer.allocate(100))).isEqualTo(7);
      assertThat(accepted.inputStream().available()).isEqualTo(10);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"capacity=0", "capacity=much", "capacity=17000000", "backlog=0"})
  void badNumbersAreNamed(String parameter) {
    assertThatThrownBy(() -> loom.listen("memory:///a?" + parameter))
        .isInstanceOf(ConnectorUriException.class)
        .hasMessageContaining("'" + parameter + "'");
  }

  @Test
  void connectWaitsWhileTheQueueIsFull() throws IOException {
    try (var listener = loom.listen("memory:///b?backlog=1");
        var _ = loom.connect("memory:///b")) {
      assertThatThrownBy(() -> loom.connect("memory:///b?connect-timeout=5ms"))
          .isInstanceOf(ConnectorTimeoutException.class)
          .hasMessageContaining("connect memory:///b: timed out after");
      Task<StreamConnector> waiting = connect();
      waiting.awaitParked().interrupt();
      waiting.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
      Task<StreamConnector> patient = connect().awaitParked();
      listener.accept().close();
      patient.result().close();
    }
  }

  @Test
  void closingTheListenerRefusesThoseWhoWaitForRoom() throws IOException {
    var listener = loom.listen("memory:///b?backlog=1");
    try (var first = loom.connect("memory:///b")) {
      Task<StreamConnector> waiting = connect().awaitParked();
      listener.close();
      waiting.assertFailure().isInstanceOf(ConnectionRefusedException.class);
      assertThat(first.read(new byte[1])).isEqualTo(-1);
    }
  }

  private Task<StreamConnector> connect() {
    return Task.start(loom.threadFactory(), () -> loom.connect("memory:///b"));
  }

  @Test
  void pairsNeedNoName() throws IOException {
    try (var pair = loom.pair("memory://")) {
      pair.first().writeTimeout(Duration.ofSeconds(5)).write(new byte[] {1, 2});
      byte[] received = new byte[2];
      pair.second().readFully(received);
      assertThat(received).containsExactly(1, 2);
      assertThat(pair.first().peerAddress()).isEmpty();
    }
  }

  @Test
  void namesOfOneSchemeMeanNothingToAnother() throws IOException {
    try (var _ = loom.listen("memory:///c");
        var other = new MemoryUnderTest().open()) {
      assertThatThrownBy(() -> other.connect("memory:///c"))
          .isInstanceOf(ConnectionRefusedException.class);
    }
  }
}
