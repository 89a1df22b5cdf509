// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;
import org.packetloom.suite.Await;

/** What timeouts do to who accepts at a {@link java.net.ServerSocket}. */
public interface ServerTimeouts extends SocketRow {
  /** How long the short waits of these tests last. */
  Duration PAUSE = Duration.ofMillis(30);

  @Test
  default void acceptHasNoTimeoutAtFirst() throws Exception {
    try (ServerSocket server = sockets().newServerSocket()) {
      assertThat(server.getSoTimeout()).isZero();
    }
  }

  @Test
  default void theTimeoutIsToldBack() throws Exception {
    try (ServerSocket server = sockets().newServerSocket()) {
      for (int timeout : new int[] {1, 4321, Integer.MAX_VALUE, 0}) {
        server.setSoTimeout(timeout);
        assertThat(server.getSoTimeout()).isEqualTo(timeout);
      }
      server.setSoTimeout(55);
      server.bind(sockets().vacantAddress());
      assertThat(server.getSoTimeout()).isEqualTo(55);
    }
  }

  @Test
  default void negativeTimeoutsAreRejected() throws Exception {
    try (ServerSocket server = sockets().newServerSocket()) {
      assertThatIllegalArgumentException().isThrownBy(() -> server.setSoTimeout(-1));
      assertThat(server.getSoTimeout()).isZero();
    }
  }

  @Test
  default void acceptTimesOutNotTooEarly() throws Exception {
    try (ServerSocket server = listen()) {
      server.setSoTimeout((int) PAUSE.toMillis());
      assertLasts(PAUSE, () -> assertTimesOut(server));
    }
  }

  @Test
  default void acceptTimesOutAfterOneMillisecond() throws Exception {
    try (ServerSocket server = listen()) {
      server.setSoTimeout(1);
      assertLasts(Duration.ofMillis(1), () -> assertTimesOut(server));
    }
  }

  @Test
  default void aServerStaysUsableAfterATimeout() throws Exception {
    try (ServerSocket server = listen()) {
      server.setSoTimeout(1);
      assertTimesOut(server);
      assertThat(server.isClosed()).isFalse();
      server.setSoTimeout(0);
      var accepting = startWaiting(server::accept);
      try (Socket client = connectTo(server);
          Socket accepted = accepting.result()) {
        assertTalk(new SocketEnds(client, accepted));
      }
    }
  }

  @Test
  default void everyAcceptHasItsOwnTimeout() throws Exception {
    try (ServerSocket server = listen()) {
      server.setSoTimeout((int) PAUSE.toMillis());
      assertLasts(PAUSE, () -> assertTimesOut(server));
      assertLasts(PAUSE, () -> assertTimesOut(server));
    }
  }

  @Test
  default void aTimedAcceptGetsWhoComesInTime() throws Exception {
    try (ServerSocket server = listen()) {
      server.setSoTimeout(30_000);
      var accepting = startWaiting(server::accept);
      try (Socket client = connectTo(server);
          Socket accepted = accepting.result()) {
        assertTalk(new SocketEnds(client, accepted));
      }
    }
  }

  @Test
  default void aConnectionThatIsThereIsTakenWhateverTheTimeout() throws Exception {
    try (ServerSocket server = listen()) {
      server.setSoTimeout(1);
      try (Socket client = connectTo(server);
          Socket accepted = server.accept()) {
        assertTalk(new SocketEnds(client, accepted));
      }
    }
  }

  @Test
  default void aTimeoutChangedDuringAnAcceptHoldsForTheNextOne() throws Exception {
    try (ServerSocket server = listen()) {
      var accepting = startWaiting(server::accept);
      server.setSoTimeout(1);
      Await.passed(Deadline.after(PAUSE));
      try (Socket client = connectTo(server);
          Socket accepted = accepting.result()) {
        assertTalk(new SocketEnds(client, accepted));
      }
      assertTimesOut(server);
    }
  }

  @Test
  default void subclassesTimeOutToo() throws Exception {
    try (ServerSocket server = sockets().newTypedServerSocket()) {
      server.bind(sockets().vacantAddress());
      server.setSoTimeout(1);
      assertTimesOut(server);
      assertThat(server.isClosed()).isFalse();
    }
  }

  private static void assertTimesOut(ServerSocket server) {
    assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(server::accept);
  }
}
