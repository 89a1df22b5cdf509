// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports for listeners that come and go. */
final class Ports {
  /** Below those that the system gives to others. */
  private static final int FIRST = 20_000;

  private static final int COUNT = 10_000;

  private static final AtomicInteger TAKEN =
      new AtomicInteger((int) (ProcessHandle.current().pid() % COUNT));

  private Ports() {}

  /** One that nobody listens at, and that is given once. */
  static int free() throws IOException {
    for (int attempt = 0; attempt < COUNT; attempt++) {
      int port = FIRST + TAKEN.getAndIncrement() % COUNT;
      try (var probe = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
        return probe.getLocalPort();
      } catch (IOException _) {
        // taken: the next one
      }
    }
    throw new IOException("no port is free");
  }
}
