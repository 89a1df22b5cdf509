// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.platform.Transfer;
import org.packetloom.suite.Task;

/** What the system is asked about connections that were accepted, and what it is not. */
@Timeout(60)
class AcceptedConnectionTest {
  private static final int MANY = 64;

  private final CountingPlatform platform = new CountingPlatform();
  private Packetloom loom;

  @BeforeEach
  void open() throws IOException {
    loom = ((LoomBuilder) Packetloom.builder().engine("virtual").poller("epoll")).open(platform);
  }

  @AfterEach
  void close() {
    loom.close();
  }

  @Test
  void noReadIsAttemptedBeforeAClientThatSendsLate() throws Exception {
    try (Listener listener = loom.listen("tcp4://127.0.0.1:0")) {
      for (int i = 0; i < MANY; i++) {
        readLate(listener);
      }
      long before = platform.reads();
      for (int i = 0; i < MANY; i++) {
        readLate(listener);
      }
      // one each, and another in vain for those that show whether that is still so
      assertThat(platform.reads() - before).isBetween((long) MANY, MANY + MANY / 16L);
    }
  }

  @Test
  void readsAreAttemptedAgainOnceClientsSendAtOnce() throws Exception {
    try (Listener listener = loom.listen("tcp4://127.0.0.1:0")) {
      for (int i = 0; i < MANY; i++) {
        readLate(listener);
      }
      FirstReads learnt = ((DescriptorListener) listener).opening.firstReads().orElseThrow();
      int tried = 0;
      for (int i = 0; i < 16 * MANY; i++) {
        try (StreamConnector client = loom.connect(listener.uri())) {
          client.write(new byte[] {1});
          assertThat(listener.awaitReadable(Deadline.NONE)).isTrue();
          try (StreamConnector accepted = listener.accept()) {
            tried += ((DescriptorStream) accepted).handle().isReady(Transfer.READ) ? 1 : 0;
            assertThat(accepted.read(new byte[2])).isOne();
          }
        }
      }
      assertThat(tried).isGreaterThan(MANY);
      assertThat(learnt.isWorthTrying()).isTrue();
    }
  }

  @Test
  void nothingIsMissedWithoutTheAttempt() throws Exception {
    try (Listener listener = loom.listen("tcp4://127.0.0.1:0")) {
      for (int i = 0; i < MANY; i++) {
        readLate(listener);
      }
      for (int i = 0; i < MANY; i++) {
        try (StreamConnector client = loom.connect(listener.uri());
            StreamConnector accepted = listener.accept()) {
          ByteBuffer two = ByteBuffer.allocate(2);
          assertThat(accepted.tryRead(two)).isZero();
          accepted.readTimeout(Duration.ofMillis(1));
          assertThatThrownBy(() -> accepted.read(two))
              .isInstanceOf(ConnectorTimeoutException.class);
          accepted.readTimeout(Duration.ZERO);
          client.write(new byte[] {1});
          assertThat(accepted.awaitReadable(Deadline.NONE)).isTrue();
          assertThat(accepted.tryRead(two)).isOne();
          client.shutdownOutput();
          assertThat(accepted.read(two)).isEqualTo(-1);
        }
      }
    }
  }

  @Test
  void nearEndIsAskedForOnceAndOnlyIfSomebodyWantsToKnow() throws Exception {
    try (Listener listener = loom.listen("tcp4://127.0.0.1:0");
        StreamConnector client = loom.connect(listener.uri())) {
      long before = platform.questions();
      try (StreamConnector accepted = listener.accept()) {
        assertThat(platform.questions()).isEqualTo(before);
        assertThat(accepted.localAddress()).isEqualTo(client.peerAddress());
        assertThat(accepted.uri()).isEqualTo(listener.uri());
        assertThat(accepted).hasToString(accepted.toString());
        assertThat(platform.questions()).isEqualTo(before + 1);
      }
    }
  }

  @Test
  void nearEndOfAClosedConnectionIsWhereItsListenerWasBound() throws Exception {
    try (Listener listener = loom.listen("tcp4://127.0.0.1:0");
        StreamConnector client = loom.connect(listener.uri())) {
      long before = platform.questions();
      StreamConnector accepted = listener.accept();
      accepted.close();
      assertThat(accepted.localAddress()).isEqualTo(listener.localAddress());
      assertThatThrownBy(() -> accepted.read(new byte[1]))
          .hasMessageContaining(client.localAddress().orElseThrow().toString().substring(1));
      assertThat(platform.questions()).isEqualTo(before);
    }
  }

  @Test
  void nearEndIsAskedForAtOnceWhereAListenerHasManyAddresses() throws Exception {
    try (Listener listener = loom.listen("tcp4://0.0.0.0:0");
        StreamConnector client = loom.connect("tcp4://127.0.0.1:" + port(listener))) {
      StreamConnector accepted = listener.accept();
      long before = platform.questions();
      accepted.close();
      assertThat(accepted.localAddress()).isEqualTo(client.peerAddress());
      assertThat(platform.questions()).isEqualTo(before);
    }
  }

  private static int port(Listener listener) {
    return ((InetSocketAddress) listener.localAddress().orElseThrow()).getPort();
  }

  /** Reads a byte that is sent once somebody waits for it. */
  private void readLate(Listener listener) throws Exception {
    try (StreamConnector client = loom.connect(listener.uri());
        StreamConnector accepted = listener.accept()) {
      Task<Integer> read =
          Task.start(loom.threadFactory(), () -> accepted.read(new byte[2])).awaitParked();
      client.write(new byte[] {1});
      assertThat(read.result()).isOne();
    }
  }
}
