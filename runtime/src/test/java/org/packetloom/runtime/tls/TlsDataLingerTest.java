// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.Deadline;
import org.packetloom.StreamConnector;
import org.packetloom.event.DataConnection;
import org.packetloom.event.DataHandler;
import org.packetloom.event.DataServer;
import org.packetloom.event.Reactor;
import org.packetloom.suite.Await;
import org.packetloom.tls.TlsConnector;

/** Encrypted connections of a server of data that are closed before the peer has taken all. */
class TlsDataLingerTest extends TlsFixture {
  @TempDir Path folder;

  private final AtomicLong written = new AtomicLong();
  private final AtomicBoolean isClosed = new AtomicBoolean();

  /** Writes until the transport is full and stays so, and closes. */
  private final class Much implements DataHandler {
    @Override
    public void opened(DataConnection connection) throws Exception {
      StreamConnector c = connection.connector();
      ByteBuffer block = ByteBuffer.allocate(1 << 16);
      long before;
      do {
        before = written.get();
        boolean unused = c.awaitWritable(Deadline.after(Duration.ofMillis(20)));
        for (int n = c.tryWrite(block); n > 0; n = c.tryWrite(block.clear())) {
          written.addAndGet(n);
        }
      } while (written.get() != before);
      connection.close();
    }

    @Override
    public void received(DataConnection connection, ByteBuffer data) {
      data.position(data.limit());
    }

    @Override
    public void closed(DataConnection connection, Optional<Throwable> failure) {
      isClosed.set(true);
    }
  }

  private Reactor reactor(int workers) throws Exception {
    Reactor reactor = loom.reactor().workers(workers).open();
    run(reactor, workers);
    return reactor;
  }

  private DataServer serve(Reactor reactor, Duration closeTimeout) throws Exception {
    return reactor
        .server(new Much())
        .listen("local://" + folder.resolve("s") + "?send-buffer=4096")
        .tls(server.closeTimeout(closeTimeout))
        .maxConnections(1)
        .start();
  }

  /**
   * A connection that was closed while something was left to be sent: not where the last record
   * fitted by chance.
   */
  private TlsConnector lingering(DataServer served) throws Exception {
    for (int i = 0; i < 20; i++) {
      written.set(0);
      isClosed.set(false);
      TlsConnector slow = client.over(loom, loom.connect(served.uri()));
      Await.until("the handler is told of the end", isClosed::get);
      Await.passed(Deadline.after(Duration.ofMillis(50)));
      if (served.activeConnections() == 1) {
        return slow;
      }
      slow.close();
    }
    throw new AssertionError("nobody lingers");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void aConnectionCountsUntilItsPeerHasTakenWhatIsLeft(int workers) throws Exception {
    try (Reactor reactor = reactor(workers);
        DataServer served = serve(reactor, Duration.ofMinutes(1));
        TlsConnector slow = lingering(served)) {
      long before = served.statistics().accepted();
      int expected = (int) written.get();
      try (StreamConnector next = loom.connect(served.uri())) {
        assertThat(served.statistics().accepted()).as("two are too many").isEqualTo(before);
        assertThat(slow.inputStream().readAllBytes()).hasSize(expected);
        try (TlsConnector _ = client.over(loom, next)) {
          Await.until("the other's turn", () -> served.statistics().accepted() == before + 1);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void aServerThatClosesDropsWhatIsLeft(int workers) throws Exception {
    try (Reactor reactor = reactor(workers)) {
      DataServer served = serve(reactor, Duration.ofMinutes(1));
      try (TlsConnector slow = lingering(served)) {
        served.close();
        served.await();
        assertThat(served.activeConnections()).isZero();
        assertThat(slow.isOpen()).isTrue();
      } finally {
        served.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void lingeringHasItsTime(int workers) throws Exception {
    try (Reactor reactor = reactor(workers);
        DataServer served = serve(reactor, Duration.ofMillis(50));
        TlsConnector _ = client.over(loom, loom.connect(served.uri()))) {
      Await.until("the handler is told of the end", isClosed::get);
      Await.until("it is gone", () -> served.activeConnections() == 0);
    }
  }
}
