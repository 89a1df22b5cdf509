// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.runtime.contract.net.LoomRow.Kind;
import org.packetloom.runtime.contract.net.LoomSockets.Threads;
import org.packetloom.suite.Seed;
import org.packetloom.suite.net.JdkSockets;
import org.packetloom.suite.net.SocketRow;
import org.packetloom.suite.net.Sockets;
import org.packetloom.suite.net.TimeoutProbe;

/**
 * A million times: {@code setSoTimeout(1)}, read, restore, under traffic; no byte is lost. Only
 * with {@code mvn -Plong test}; {@code -Dpacketloom.long.probes} changes the number.
 */
class TimeoutProbeRun {
  private static final int PROBES = Integer.getInteger("packetloom.long.probes", 1_000_000);
  private static final int CONNECTIONS = 400;

  @ParameterizedTest(name = "{0} {1} {2} {3}")
  @CsvSource({
    "loop,epoll,VIRTUAL,INTERNET",
    "loop,io_uring,VIRTUAL,INTERNET",
    "virtual,epoll,VIRTUAL,INTERNET",
    "virtual,epoll,PLATFORM,INTERNET",
    "virtual,epoll,VIRTUAL,UNIX",
    "virtual,epoll,VIRTUAL,VIA",
    "virtual,epoll,VIRTUAL,STEPS",
    "thread,poll,VIRTUAL,INTERNET"
  })
  void noByteOfOursIsLost(String engine, String poller, Threads threads, Kind kind)
      throws Exception {
    LoomRow row = new LoomRow(engine, poller, threads, kind);
    row.open();
    try {
      probe(String.join(" ", engine, poller, threads.name(), kind.name()), row.sockets());
    } finally {
      row.close();
    }
  }

  @ParameterizedTest(name = "JDK, virtual threads: {0}")
  @ValueSource(booleans = {true, false})
  void noByteOfTheJdkIsLost(boolean areVirtual) throws Exception {
    probe(
        areVirtual ? "JDK, virtual threads" : "JDK, platform threads",
        areVirtual ? JdkSockets.inVirtualThreads() : JdkSockets.inPlatformThreads());
  }

  private static void probe(String name, Sockets sockets) throws Exception {
    long began = System.nanoTime();
    SocketRow row = () -> sockets;
    long timeouts = TimeoutProbe.run(row, CONNECTIONS, PROBES, Seed.VALUE);
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf("%s: %d probes, %d timeouts, %.0f s%n", name, PROBES, timeouts, seconds);
    assertThat(timeouts).isBetween(1L, PROBES - 1L);
  }
}
