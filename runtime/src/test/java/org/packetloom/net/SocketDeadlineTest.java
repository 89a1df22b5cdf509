// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.TornWriteException;
import org.packetloom.runtime.BlackHole;
import org.packetloom.suite.Task;

/** Timeouts and deadlines of sockets, those of the JDK and those beyond. */
@Timeout(60)
class SocketDeadlineTest {
  private static final Duration SHORT = Duration.ofMillis(30);
  private static final Deadline PASSED = Deadline.after(Duration.ZERO);
  private static final ThreadFactory THREADS = Thread.ofVirtual().factory();

  private static SocketTimeoutException timedOut(Task.Action action) {
    long began = System.nanoTime();
    try {
      action.run();
    } catch (SocketTimeoutException e) {
      assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(0);
      return e;
    } catch (Exception e) {
      throw new AssertionError("not a timeout: " + e, e);
    }
    throw new AssertionError("no timeout");
  }

  @Test
  void aReadTimeoutIsNotSticky() throws Exception {
    try (Sides sides = Sides.connect()) {
      sides.client().setSoTimeout(1);
      SocketTimeoutException e = timedOut(() -> sides.client().getInputStream().read());
      assertThat(e).isExactlyInstanceOf(SocketTimeoutException.class).hasMessage("Read timed out");
      assertThat(e.bytesTransferred).isZero();
      sides.server().getOutputStream().write(1);
      sides.client().setSoTimeout(0);
      assertThat(sides.client().getInputStream().read()).isEqualTo(1);
    }
  }

  @Test
  void anAcceptTimeoutIsNotSticky() throws Exception {
    try (PacketloomServerSocket listener = Sides.listen(Sides.ANY_PORT)) {
      listener.setSoTimeout(1);
      assertThat(timedOut(listener::accept)).hasMessage("Accept timed out");
      listener.setSoTimeout(0);
      try (Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
          Socket accepted = listener.accept()) {
        assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
        assertThat(accepted.getSoTimeout()).isZero();
      }
    }
  }

  @Test
  void aConnectTimeoutClosesTheSocket() throws Exception {
    try (BlackHole hole = new BlackHole();
        PacketloomSocket socket = new PacketloomSocketFactory().createSocket()) {
      var nobody = new java.net.InetSocketAddress("127.0.0.1", URI.create(hole.uri()).getPort());
      assertThat(timedOut(() -> socket.connect(nobody, 20))).hasMessage("Connect timed out");
      assertThat(socket.isClosed()).isTrue();
    }
  }

  @Test
  void aConnectTimeoutHoldsThroughAConnectorUri() throws Exception {
    try (BlackHole hole = new BlackHole();
        PacketloomSocket socket =
            PacketloomSocketFactory.via(ConnectorUri.parse(hole.uri())).createSocket()) {
      assertThat(timedOut(() -> socket.connect(Sides.ANY_PORT, 20)))
          .hasMessage("Connect timed out");
      assertThat(socket.isClosed()).isTrue();
    }
  }

  @Test
  void aReadDeadlineEndsAReadInProgress() throws Exception {
    try (Sides sides = Sides.connect()) {
      Task<Integer> reading =
          Task.start(THREADS, () -> sides.client().getInputStream().read()).awaitParked();
      sides.client().readDeadline(PASSED);
      reading.assertFailure().isInstanceOf(SocketTimeoutException.class);
      sides.client().getOutputStream().write(1); // the other direction does not care
      sides.client().readDeadline(Deadline.NONE);
      sides.server().getOutputStream().write(2);
      assertThat(sides.client().getInputStream().read()).isEqualTo(2);
    }
  }

  @Test
  void settingsMadeBeforeConnectingHold() throws Exception {
    try (PacketloomServerSocket listener = Sides.listen(Sides.ANY_PORT);
        PacketloomSocket socket = new PacketloomSocketFactory().createSocket()) {
      socket.readDeadline(PASSED).writeDeadline(PASSED);
      socket.connect(listener.getLocalSocketAddress());
      assertThat(timedOut(() -> socket.getInputStream().read())).hasMessage("Read timed out");
      assertThat(timedOut(() -> socket.getOutputStream().write(1))).hasMessage("Write timed out");
      socket.writeDeadline(Deadline.NONE).getOutputStream().write(1); // nothing was torn
    }
  }

  @Test
  void aWriteTimeoutEndsAWriteThatDoesNotGetOn() throws Exception {
    try (Sides sides = Sides.connect()) {
      sides.client().writeTimeout(SHORT);
      SocketTimeoutException e = timedOut(() -> Sides.fill(sides.client()));
      assertThat(e).hasMessage("Write timed out");
      if (e.bytesTransferred > 0) {
        assertThatThrownBy(() -> sides.client().getOutputStream().write(1))
            .isInstanceOf(TornWriteException.class);
      }
    }
  }

  @Test
  void aWriteDeadlineEndsAWriteInProgress() throws Exception {
    try (Sides sides = Sides.connect()) {
      Task<Integer> writing = Task.start(THREADS, () -> Sides.fill(sides.client())).awaitParked();
      sides.client().writeDeadline(PASSED);
      writing.assertFailure().isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void theAmbientDeadlineBoundsEveryOperation() throws Exception {
    try (Sides sides = Sides.connect();
        BlackHole hole = new BlackHole();
        PacketloomServerSocket listener = Sides.listen(Sides.ANY_PORT);
        PacketloomSocket socket = new PacketloomSocketFactory().createSocket()) {
      var nobody = new java.net.InetSocketAddress("127.0.0.1", URI.create(hole.uri()).getPort());
      timedOut(() -> Deadline.after(SHORT).call(() -> sides.client().getInputStream().read()));
      timedOut(() -> Deadline.after(SHORT).call(() -> Sides.fill(sides.client())));
      timedOut(() -> Deadline.after(SHORT).call(listener::accept));
      timedOut(
          () ->
              Deadline.after(SHORT)
                  .<Void, IOException>call(
                      () -> {
                        socket.connect(nobody);
                        return null;
                      }));
      timedOut(() -> PASSED.call(() -> sides.server().getInputStream().read()));
    }
  }

  @Test
  void theShorterOfTwoReadTimeoutsCounts() throws Exception {
    String slow = "tcp://127.0.0.1:%d?read-timeout=1h";
    String fast = "tcp://127.0.0.1:%d?read-timeout=20ms";
    for (String each : new String[] {slow, fast}) {
      try (PacketloomServerSocket listener = Sides.listen(Sides.ANY_PORT);
          PacketloomSocket socket =
              new PacketloomSocketFactory(each.formatted(listener.getLocalPort()))
                  .createSocket("anywhere", 1)) {
        socket.setSoTimeout(each.equals(slow) ? 20 : 3_600_000);
        timedOut(() -> socket.getInputStream().read());
        assertThat(socket.getSoTimeout()).isEqualTo(each.equals(slow) ? 20 : 3_600_000);
      }
    }
  }
}
