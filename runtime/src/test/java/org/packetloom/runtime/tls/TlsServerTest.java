// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectionLimit;
import org.packetloom.ConnectionLimitException;
import org.packetloom.Deadline;
import org.packetloom.Server;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Await;
import org.packetloom.suite.Seed;
import org.packetloom.tls.Tls;
import org.packetloom.tls.TlsConnector;
import org.packetloom.tls.TlsHandshakeException;

/** A server whose connections are encrypted, and peers that mean it ill. */
class TlsServerTest extends TlsFixture {
  private static final String PLACE = "tcp4://127.0.0.1:0";

  private final Tls setting = server;
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  private Server serve(Tls tls) throws IOException {
    return loom.server(c -> c.inputStream().transferTo(c.outputStream()))
        .listen(PLACE)
        .tls(tls)
        .onFailure((_, failure) -> failures.add(failure))
        .start();
  }

  /** An honest peer is served, whoever else is there. */
  private void assertServes(Server server) throws IOException {
    try (TlsConnector honest = client.over(loom, loom.connect(server.uri()))) {
      honest.write("hello".getBytes(StandardCharsets.US_ASCII));
      honest.readFully(new byte[5]);
    }
  }

  private static void awaitRefused(Server server, int count) {
    Await.until("refused", () -> server.statistics().withoutHandshake() == count);
    Await.until("ended", () -> server.activeConnections() == 0);
  }

  @Test
  void handlersSeeWhatWasAgreed() throws Exception {
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    try (Server server =
            loom.server(
                    c -> {
                      TlsConnector tls = (TlsConnector) c;
                      seen.add(tls.applicationProtocol().orElse("") + tls.session().getProtocol());
                    })
                .listen(PLACE)
                .tls(setting.applicationProtocols("h2"))
                .start();
        TlsConnector connected =
            client.applicationProtocols("h2").over(loom, loom.connect(server.uri()))) {
      assertThat(connected.read(new byte[1])).isEqualTo(-1);
      assertThat(seen).containsExactly("h2TLSv1.3");
    }
    assertThatThrownBy(() -> loom.server(_ -> {}).tls(client))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void keysWithoutAPrivateOneAreRefusedBeforeAnyoneConnects() throws Exception {
    Tls keyless = Tls.server(Keys.trusted(Keys.store()), Keys.PASSWORD);
    assertThatThrownBy(() -> serve(keyless))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("no private key");
  }

  @Test
  void garbageAndPlainTextAreRefused() throws Exception {
    try (Server server = serve(setting)) {
      for (byte[] bytes :
          new byte[][] {
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
            Seed.bytes(5000),
            {0x16, 3, 1, (byte) 0xff, (byte) 0xff, 1, 2, 3, 4, 5},
            {0x17, 3, 3, 0, 5, 1, 2, 3, 4, 5},
            {0x16, 3, 1, 0, 0},
            {0x15, 3, 1, 0, 2, 2, 40}
          }) {
        try (StreamConnector hostile = loom.connect(server.uri())) {
          hostile.write(bytes);
          hostile.shutdownOutput();
          awaitEnd(hostile);
        }
      }
      assertServes(server);
      awaitRefused(server, 6);
      assertThat(failures).hasSize(6).allMatch(e -> e instanceof TlsHandshakeException);
    }
  }

  private static void awaitEnd(StreamConnector hostile) {
    try {
      while (hostile.read(new byte[1000]) >= 0) {
        continue;
      }
    } catch (IOException _) {
      // reset: the server did not read everything
    }
  }

  @Test
  void slowPeersHoldUpNobody() throws Exception {
    try (Server server = serve(setting);
        StreamConnector silent = loom.connect(server.uri());
        StreamConnector slow = loom.connect(server.uri())) {
      slow.write(new byte[] {0x16, 3, 1});
      assertServes(server);
      assertThat(silent.isOpen()).isTrue();
    }
  }

  @Test
  void slowPeersAreCounted() throws Exception {
    try (Server server = serve(setting.handshakeTimeout(Duration.ofMillis(50)));
        StreamConnector silent = loom.connect(server.uri());
        StreamConnector slow = loom.connect(server.uri())) {
      slow.write(new byte[] {0x16, 3, 1});
      awaitEnd(silent);
      awaitEnd(slow);
      awaitRefused(server, 2);
      assertThat(server.statistics().limited(ConnectionLimit.HANDSHAKE_TIME)).isEqualTo(2);
      assertThat(failures)
          .allSatisfy(
              e ->
                  assertThat(e)
                      .isInstanceOf(ConnectionLimitException.class)
                      .hasMessageContaining("too long to shake hands"));
    }
  }

  @Test
  void handshakesThatAreTooLargeAreCounted() throws Exception {
    try (Server server = serve(setting.mostHandshakeBytes(4096));
        StreamConnector hostile = loom.connect(server.uri())) {
      // the head of a message of 30 000 bytes, and some of it
      byte[] record = new byte[5 + 16_000];
      record[0] = 0x16;
      record[1] = 3;
      record[2] = 1;
      record[3] = (byte) (16_000 >> 8);
      record[4] = (byte) 16_000;
      record[5] = 1;
      record[7] = (byte) (30_000 >> 8);
      record[8] = (byte) 30_000;
      hostile.write(record);
      awaitEnd(hostile);
      awaitRefused(server, 1);
      assertThat(server.statistics().limited(ConnectionLimit.HANDSHAKE_SIZE)).isEqualTo(1);
      assertServes(server);
    }
  }

  @Test
  void whoGoesAwayAtOnceIsNotReported() throws Exception {
    try (Server server = serve(setting)) {
      for (int i = 0; i < 3; i++) {
        loom.connect(server.uri()).close();
      }
      assertServes(server);
      Await.until("ended", () -> server.activeConnections() == 0);
      assertThat(server.statistics().failed()).isZero();
    }
  }

  @Test
  void aPeerThatOnlyChangesKeysIsStopped() throws Exception {
    try (Server server = serve(setting);
        TlsConnector hostile = client.over(loom, loom.connect(server.uri()))) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  hostile.updateKeys();
                  hostile.tryRead(ByteBuffer.allocate(100));
                  if (!failures.isEmpty()) {
                    throw new IOException("stopped");
                  }
                }
              })
          .isInstanceOf(IOException.class);
      Await.until("reported", () -> !failures.isEmpty());
      assertThat(failures.peek()).hasMessageContaining("without data");
      assertServes(server);
    }
  }

  /** A server whose handler writes until the transport is full and stays so, and returns. */
  private Server serveMuch(Duration closeTimeout, AtomicLong written, AtomicBoolean isOver)
      throws IOException {
    return loom.server(
            c -> {
              ByteBuffer block = ByteBuffer.allocate(1 << 16);
              long before;
              do { // what is sent has buffers on its way that empty themselves into each other
                before = written.get();
                c.awaitWritable(Deadline.after(Duration.ofMillis(100)));
                for (int n = c.tryWrite(block); n > 0; n = c.tryWrite(block.clear())) {
                  written.addAndGet(n);
                }
              } while (written.get() != before);
              c.close();
              isOver.set(true);
            })
        .listen(PLACE + "?send-buffer=4096")
        .tls(setting.closeTimeout(closeTimeout))
        .maxConnections(1)
        .start();
  }

  /**
   * A connection whose handler has returned while something was left to be sent. Now and then the
   * system takes that too, after all; then there is nothing to linger for.
   */
  private TlsConnector lingering(Server server, AtomicLong written, AtomicBoolean isOver)
      throws Exception {
    for (int i = 0; i < 50; i++) {
      written.set(0);
      isOver.set(false);
      TlsConnector slow = client.over(loom, loom.connect(server.uri()));
      Await.until("the handler returns", isOver::get);
      Await.passed(Deadline.after(Duration.ofMillis(50)));
      if (server.activeConnections() == 1) {
        return slow;
      }
      slow.close();
    }
    throw new AssertionError("nobody lingers");
  }

  @Test
  void whoLingersIsServedUntilThePeerHasTakenWhatIsLeft() throws Exception {
    AtomicLong written = new AtomicLong();
    AtomicBoolean isOver = new AtomicBoolean();
    try (Server server = serveMuch(Duration.ofMinutes(1), written, isOver);
        TlsConnector slow = lingering(server, written, isOver)) {
      long before = server.statistics().accepted();
      int expected = (int) written.get();
      try (StreamConnector _ = loom.connect(server.uri())) {
        assertThat(server.activeConnections()).as("two are too many").isEqualTo(1);
        assertThat(server.statistics().accepted()).isEqualTo(before);
        assertThat(slow.inputStream().readAllBytes()).hasSize(expected);
        Await.until("the other's turn", () -> server.statistics().accepted() == before + 1);
      }
      Await.until("ended", () -> server.activeConnections() == 0);
    }
  }

  @Test
  void lingeringHasItsTime() throws Exception {
    AtomicLong written = new AtomicLong();
    AtomicBoolean isOver = new AtomicBoolean();
    try (Server server = serveMuch(Duration.ofMillis(50), written, isOver);
        TlsConnector slow = client.over(loom, loom.connect(server.uri()))) {
      Await.until("the handler returns", isOver::get);
      Await.until("ended", () -> server.activeConnections() == 0);
      long read = 0;
      try {
        for (int n = 0; n >= 0; n = slow.read(new byte[1 << 16])) {
          read += n;
        }
        assertThat(read).as("what is told to be all").isEqualTo(written.get());
      } catch (IOException e) {
        assertThat(read).isLessThanOrEqualTo(written.get()); // told that this is not all
      }
    }
  }

  @Test
  void lingeringEndsWithTheServer() throws Exception {
    AtomicLong written = new AtomicLong();
    AtomicBoolean isOver = new AtomicBoolean();
    Server server = serveMuch(Duration.ofMinutes(1), written, isOver);
    try (TlsConnector _ = lingering(server, written, isOver)) {
      server.close();
      assertThat(server.activeConnections()).isZero();
    } finally {
      server.close();
    }
  }

  @Test
  void aServerThatClosesCutsHandshakesToo() throws Exception {
    Server server = serve(setting);
    try (StreamConnector silent = loom.connect(server.uri())) {
      Await.until("accepted", () -> server.activeConnections() == 1);
      server.close();
      awaitEnd(silent);
    }
    assertThat(server.activeConnections()).isZero();
    assertThat(failures).isEmpty();
  }
}
