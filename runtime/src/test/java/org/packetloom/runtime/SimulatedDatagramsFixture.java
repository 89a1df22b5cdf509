// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.SimulatedDatagrams;
import org.packetloom.suite.Task;

/** A simulated link over real sockets. */
@Timeout(60)
abstract class SimulatedDatagramsFixture {
  @TempDir Path folder;

  Packetloom loom;
  DatagramConnector far;

  @BeforeEach
  void open() throws IOException {
    loom = Packetloom.open();
    far = loom.bind("udp4://127.0.0.1:0");
  }

  @AfterEach
  void close() {
    loom.close();
  }

  SimulatedDatagrams bind(String outgoing, String incoming) throws IOException {
    return over(loom.bind("udp4://127.0.0.1:0"), outgoing, incoming);
  }

  static SimulatedDatagrams over(DatagramConnector connector, String outgoing, String incoming) {
    return SimulatedDatagrams.over(
        connector, LinkConditions.parse(outgoing), LinkConditions.parse(incoming), 5);
  }

  static SocketAddress address(DatagramConnector connector) {
    return connector.localAddress().orElseThrow();
  }

  static ByteBuffer bytes(int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length);
    for (int value : values) {
      buffer.put((byte) value);
    }
    return buffer.flip();
  }

  <T> Task<T> start(Callable<T> call) {
    return Task.start(loom.threadFactory(), call);
  }
}
