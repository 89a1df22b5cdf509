// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;
import org.packetloom.suite.Await;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Seed;

/** {@code SO_TIMEOUT} of a socket: how long its reads wait. */
public interface SocketTimeouts extends SocketRow {
  /** How long the short waits of these tests last. */
  Duration WAIT = Duration.ofMillis(30);

  @Test
  default void readsHaveNoTimeoutAtFirst() throws Exception {
    try (Socket socket = sockets().newSocket();
        SocketEnds ends = open()) {
      assertThat(socket.getSoTimeout()).isZero();
      assertThat(ends.near().getSoTimeout()).isZero();
      assertThat(ends.far().getSoTimeout()).isZero();
    }
  }

  @Test
  default void theTimeoutIsToldBack() throws Exception {
    try (Socket socket = sockets().newSocket()) {
      for (int timeout : new int[] {1, 1234, Integer.MAX_VALUE, 0}) {
        socket.setSoTimeout(timeout);
        assertThat(socket.getSoTimeout()).isEqualTo(timeout);
      }
    }
  }

  @Test
  default void negativeTimeoutsAreRejected() throws Exception {
    try (Socket socket = sockets().newSocket()) {
      assertThatIllegalArgumentException().isThrownBy(() -> socket.setSoTimeout(-1));
      assertThat(socket.getSoTimeout()).isZero();
    }
  }

  @Test
  default void theTimeoutOfAClosedSocketIsRefused() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().close();
      assertSocketException(() -> ends.near().setSoTimeout(1));
      assertSocketException(ends.near()::getSoTimeout);
    }
  }

  @Test
  default void aReadTimesOutNotTooEarly() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().setSoTimeout((int) WAIT.toMillis());
      assertLasts(WAIT, () -> assertTimesOut(ends));
    }
  }

  @Test
  default void noReadTimesOutEarlyWhateverTheTimeout() throws Exception {
    try (SocketEnds ends = open()) {
      for (int millis = 1; millis <= 10; millis++) {
        ends.near().setSoTimeout(millis);
        assertLasts(Duration.ofMillis(millis), () -> assertTimesOut(ends));
      }
    }
  }

  @Test
  default void aReadTimesOutAfterOneMillisecond() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().setSoTimeout(1);
      assertLasts(Duration.ofMillis(1), () -> assertTimesOut(ends));
    }
  }

  @Test
  default void aTimeoutMovesNoByte() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().setSoTimeout(1);
      byte[] block = new byte[3];
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> ends.input().read(block))
          .satisfies(timeout -> assertThat(timeout.bytesTransferred).isZero());
      assertThat(block).containsOnly(0);
    }
  }

  @Test
  default void aSocketStaysUsableAfterATimeout() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().setSoTimeout(1);
      assertTimesOut(ends);
      assertThat(ends.near().isClosed()).isFalse();
      assertThat(ends.near().isConnected()).isTrue();
      ends.near().setSoTimeout(0);
      assertTalk(ends);
    }
  }

  @Test
  default void everyReadHasItsOwnTimeout() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().setSoTimeout((int) WAIT.toMillis());
      assertLasts(WAIT, () -> assertTimesOut(ends));
      assertLasts(WAIT, () -> assertTimesOut(ends));
      assertThat(ends.near().getSoTimeout()).isEqualTo((int) WAIT.toMillis());
    }
  }

  @Test
  default void bytesThatComeAfterATimeoutAreRead() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().setSoTimeout(1);
      assertTimesOut(ends);
      ends.send(1, 2, 3);
      ends.near().setSoTimeout(30_000);
      assertThat(ends.input().readNBytes(3)).containsExactly(1, 2, 3);
    }
  }

  @Test
  default void bytesThatAreThereAreReadWithoutATimeout() throws Exception {
    try (SocketEnds ends = open()) {
      ends.send(1, 2);
      assertThat(ends.input().read()).isEqualTo(1);
      ends.near().setSoTimeout(1);
      assertThat(ends.input().read()).isEqualTo(2);
    }
  }

  @Test
  default void aTimedReadGetsWhatComesInTime() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().setSoTimeout(30_000);
      var reading = startRead(ends.near());
      ends.send(4);
      assertThat(reading.result()).isEqualTo(4);
    }
  }

  @Test
  default void aTimedReadSeesTheEnd() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().setSoTimeout(30_000);
      var reading = startRead(ends.near());
      ends.far().close();
      assertThat(reading.result()).isEqualTo(-1);
      assertThat(ends.input().read()).isEqualTo(-1);
    }
  }

  @Test
  default void aTimeoutSetBeforeConnectingHolds() throws Exception {
    try (var server = listen();
        Socket client = clientOf(server)) {
      client.setSoTimeout((int) WAIT.toMillis());
      client.connect(nameOf(server));
      try (SocketEnds ends = new SocketEnds(client, server.accept())) {
        assertLasts(WAIT, () -> assertTimesOut(ends));
      }
    }
  }

  @Test
  default void aTimeoutChangedDuringAReadHoldsForTheNextOne() throws Exception {
    try (SocketEnds ends = open()) {
      var reading = startRead(ends.near());
      ends.near().setSoTimeout(1);
      Await.passed(Deadline.after(WAIT));
      ends.send(1);
      assertThat(reading.result()).isEqualTo(1);
      assertTimesOut(ends);
    }
  }

  @Test
  default void aLongTimeoutTakenAwayDuringAReadStaysWithIt() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().setSoTimeout((int) WAIT.toMillis() * 4);
      var reading = startRead(ends.near());
      ends.near().setSoTimeout(0);
      reading.assertFailure().isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  default void theTimeoutOfAnAcceptedSocketIsNotThatOfItsServer() throws Exception {
    try (var server = listen()) {
      server.setSoTimeout(30_000);
      try (Socket client = connectTo(server);
          Socket accepted = server.accept()) {
        assertThat(accepted.getSoTimeout()).isZero();
        assertThat(client.getSoTimeout()).isZero();
      }
    }
  }

  @Test
  default void timeoutsDoNotTouchWrites() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().setSoTimeout(1);
      var writing = startWrite(ends.near());
      assertTimesOut(ends);
      ends.far().getInputStream().skipNBytes(MORE_THAN_BUFFERS);
      writing.result();
    }
  }

  @Test
  default void skipAndTransferTimeOutToo() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().setSoTimeout(1);
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> ends.input().skip(1));
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> ends.input().transferTo(java.io.OutputStream.nullOutputStream()));
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> ends.input().readAllBytes());
    }
  }

  @Test
  default void twoReadersTimeOutBoth() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().setSoTimeout((int) WAIT.toMillis());
      var first = start(() -> ends.input().read());
      var second = start(() -> ends.input().read());
      first.assertFailure().isInstanceOf(SocketTimeoutException.class);
      second.assertFailure().isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  default void aTimeoutOfAMillisecondLosesNoByteUnderTraffic() throws Exception {
    int tries = Scale.rounds(5_000);
    long timeouts = TimeoutProbe.run(this, 50, tries, Seed.VALUE);
    assertThat(timeouts).isBetween(1L, tries - 1L);
  }

  private static void assertTimesOut(SocketEnds ends) {
    assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> ends.input().read());
  }
}
