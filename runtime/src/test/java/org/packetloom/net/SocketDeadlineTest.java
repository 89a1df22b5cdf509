// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.TornWriteException;
import org.packetloom.runtime.BlackHole;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;
import org.packetloom.suite.Watchdog;

/** Timeouts and deadlines of sockets, those of the JDK and those beyond. */
@ExtendWith(Watchdog.class)
class SocketDeadlineTest {
  private static final Duration SHORT = Duration.ofMillis(30);
  private static final Deadline PASSED = Deadline.after(Duration.ZERO);
  private static final ThreadFactory THREADS = Thread.ofVirtual().factory();

  private static SocketTimeoutException timedOut(ThrowingCallable action) {
    return catchThrowableOfType(SocketTimeoutException.class, action);
  }

  private static SocketDeadlineException passed(ThrowingCallable action) {
    return catchThrowableOfType(SocketDeadlineException.class, action);
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
      var nobody = new InetSocketAddress("127.0.0.1", URI.create(hole.uri()).getPort());
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
      reading.assertFailure().isInstanceOf(SocketDeadlineException.class);
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
      assertThat(passed(() -> socket.getInputStream().read())).isNotNull();
      assertThat(passed(() -> socket.getOutputStream().write(1)).bytesMoved()).isZero();
      socket.writeDeadline(Deadline.NONE).getOutputStream().write(1); // nothing was torn
    }
  }

  @Test
  void aWriteTimeoutEndsAWriteThatDoesNotGetOn() throws Exception {
    try (Sides sides = Sides.connect()) {
      sides.client().writeTimeout(SHORT);
      SocketDeadlineException e = passed(() -> Sides.fill(sides.client()));
      if (e.bytesMoved() > 0) {
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
      writing.assertFailure().isInstanceOf(SocketDeadlineException.class);
    }
  }

  @Test
  void theAmbientDeadlineBoundsEveryOperation() throws Exception {
    try (Sides sides = Sides.connect();
        BlackHole hole = new BlackHole();
        PacketloomServerSocket listener = Sides.listen(Sides.ANY_PORT);
        PacketloomSocket socket = new PacketloomSocketFactory().createSocket()) {
      var nobody = new InetSocketAddress("127.0.0.1", URI.create(hole.uri()).getPort());
      sides.client().setSoTimeout(1 << 20);
      listener.setSoTimeout(1 << 20);
      assertPassed(SHORT, () -> sides.client().getInputStream().read());
      assertPassed(SHORT, () -> Sides.fill(sides.client()));
      assertPassed(SHORT, listener::accept);
      assertPassed(SHORT, () -> connect(socket, nobody));
      assertPassed(Duration.ZERO, () -> sides.server().getInputStream().read());
    }
  }

  private static Object connect(Socket socket, InetSocketAddress peer) throws IOException {
    socket.connect(peer, 1 << 20);
    return socket;
  }

  private static void assertPassed(Duration limit, ScopedValue.CallableOp<Object, Exception> op) {
    assertThat(passed(() -> Deadline.after(limit).call(op))).isNotNull();
  }

  @Test
  void aTimeoutThatIsSetDuringAReadHoldsFromTheNextOneOn() throws Exception {
    try (Sides sides = Sides.connect()) {
      Task<Integer> reading =
          Task.start(THREADS, () -> sides.client().getInputStream().read()).awaitParked();
      sides.client().setSoTimeout(1);
      Await.passed(Deadline.after(SHORT));
      sides.server().getOutputStream().write(4);
      assertThat(reading.result()).isEqualTo(4);
      assertThat(timedOut(() -> sides.client().getInputStream().read())).isNotNull();
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
        if (each.equals(slow)) {
          assertThat(timedOut(() -> socket.getInputStream().read())).isNotNull();
        } else {
          assertThat(passed(() -> socket.getInputStream().read())).isNotNull();
        }
        assertThat(socket.getSoTimeout()).isEqualTo(each.equals(slow) ? 20 : 3_600_000);
      }
    }
  }
}
