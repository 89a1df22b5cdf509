// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.Cancellation;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.suite.Await;

/** How long calls wait on a simulated link over real sockets, and what ends them. */
@Timeout(60)
class SimulatedWaitsTest extends SimulatedDatagramsFixture {
  private static final int MOST_ON_LINK = 1 << 16;

  @Test
  void sendingWaitsWhileTheLinkIsFull() throws Exception {
    var near = bind("delay=86400s", "perfect");
    SocketAddress to = address(far);
    ByteBuffer empty = ByteBuffer.allocate(0);
    for (int i = 0; i < MOST_ON_LINK; i++) {
      near.send(empty, to);
    }
    assertThat(near.trySend(bytes(1), to)).isFalse();
    assertThat(near.awaitWritable(Deadline.after(Duration.ofMillis(5)))).isFalse();
    near.writeTimeout(Duration.ofMillis(10));
    ByteBuffer source = bytes(1);
    assertThatThrownBy(() -> near.send(source, to))
        .isInstanceOf(ConnectorTimeoutException.class)
        .hasMessageContaining("send udp4://127.0.0.1:");
    assertThat(source.position()).isZero();
    near.writeTimeout(Duration.ZERO);
    var interrupted = start(() -> sendOne(near, to)).awaitParked();
    interrupted.interrupt();
    interrupted.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
    var closed = start(() -> sendOne(near, to)).awaitParked();
    near.close();
    closed.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
  }

  private static boolean sendOne(DatagramConnector near, SocketAddress to) throws IOException {
    near.send(bytes(1), to);
    return true;
  }

  @Test
  void readinessIsAwaitedUntilADeadline() throws Exception {
    try (var near = bind("perfect", "delay=86400s")) {
      far.send(bytes(1), address(near));
      Await.until("it came", () -> near.incoming().inFlight() == 1);
      Deadline deadline = Deadline.after(Duration.ofMillis(20));
      assertThat(near.awaitReadable(deadline)).isFalse();
      assertThat(deadline.hasPassed()).as("not early").isTrue();
      assertThat(near.tryReceive(ByteBuffer.allocate(1))).isEmpty();
    }
  }

  @Test
  void roomOnTheLinkWakesASender() throws Exception {
    // they leave evenly over 20 s, more slowly than they come
    try (var near = bind("delay=10s,jitter=10s", "perfect")) {
      int count = 0;
      while (near.trySend(ByteBuffer.allocate(0), address(far))) {
        assertThat(count++).isLessThan(2 * MOST_ON_LINK);
      }
      near.send(bytes(1), address(far));
      assertThat(near.awaitWritable(Deadline.NONE)).isTrue();
    }
  }

  @Test
  void lostDatagramsDoNotProlongATimeout() throws Exception {
    try (var near = bind("perfect", "loss=100%")) {
      near.readTimeout(Duration.ofMillis(50));
      var receiver = start(() -> near.receive(ByteBuffer.allocate(1)));
      while (!receiver.hasEnded()) {
        far.send(bytes(1), address(near));
      }
      receiver.assertFailure().isInstanceOf(ConnectorTimeoutException.class);
    }
  }

  @Test
  void anInterruptRunsTheCancellationAndReceivingGoesOn() throws Exception {
    try (var near = bind("perfect", "delay=1ms")) {
      var receiver =
          start(
              () ->
                  Cancellation.onInterrupt(
                      () -> far.send(bytes(7), address(near)),
                      () -> near.receive(ByteBuffer.allocate(10))));
      receiver.awaitParked().interrupt();
      assertThat(receiver.result().size()).isOne();
      assertThat(receiver.endedInterrupted()).isTrue();
      var failing =
          start(
              () ->
                  Cancellation.onInterrupt(
                      () -> {
                        throw new IllegalStateException("no");
                      },
                      () -> near.receive(ByteBuffer.allocate(10))));
      failing.awaitParked().interrupt();
      failing
          .assertFailure()
          .isInstanceOf(ConnectorInterruptedException.class)
          .hasSuppressedException(new IllegalStateException("no"));
    }
  }

  @Test
  void closingTheToolkitEndsThoseWhoWait() throws Exception {
    var near = bind("delay=1s", "delay=1s");
    var receiver = start(() -> near.receive(ByteBuffer.allocate(1))).awaitParked();
    loom.close();
    receiver.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
    assertThat(near.isOpen()).isFalse();
    assertThatThrownBy(() -> near.send(bytes(1), address(far)))
        .isInstanceOf(ConnectorClosedException.class);
  }

  @Test
  void noThreadIsLeft() throws Exception {
    var closed = bind("delay=1ms", "delay=1ms");
    closed.send(bytes(1), address(closed));
    closed.receive(ByteBuffer.allocate(1));
    assertThat(threadsOf(closed)).isEqualTo(2);
    closed.close();
    Await.until("they have ended", () -> threadsOf(closed) == 0);
    var left = bind("delay=86400s", "perfect");
    left.send(bytes(1), address(far));
    loom.close();
    Await.until("they have ended", () -> threadsOf(left) == 0);
    left.close();
  }

  private long threadsOf(DatagramConnector connector) {
    try {
      Path dump = Files.createTempDirectory(folder, "dump").resolve("threads");
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
      try (var lines = Files.lines(dump)) {
        return lines
            .filter(l -> l.contains("packetloom-link-") && l.contains("" + connector))
            .count();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
