// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Task;
import org.packetloom.suite.Watchdog;

/** A toolkit, and what of the JDK it is to see as connectors. */
@ExtendWith(Watchdog.class)
abstract class JdkConnectorsFixture {
  static final ThreadFactory THREADS = Thread.ofVirtual().factory();

  Packetloom loom;

  @BeforeEach
  void openToolkit() throws IOException {
    loom = Packetloom.open();
  }

  @AfterEach
  void closeToolkit() {
    loom.close();
  }

  static <T> Task<T> start(java.util.concurrent.Callable<T> call) {
    return Task.start(THREADS, call);
  }

  static ServerSocket listenerOfJdk() throws IOException {
    return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  static int readByte(StreamConnector stream) throws IOException {
    byte[] one = new byte[1];
    return stream.read(one) < 0 ? -1 : one[0];
  }
}
