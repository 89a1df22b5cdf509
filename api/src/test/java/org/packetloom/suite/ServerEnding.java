// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectorTarget;
import org.packetloom.Deadline;
import org.packetloom.Handler;
import org.packetloom.Server;
import org.packetloom.StreamConnector;

/** A server ends gently by drain, at once by close, and leaves nothing behind. */
public interface ServerEnding extends LoomRow {
  private static Deadline inAnHour() {
    return Deadline.after(Duration.ofHours(1));
  }

  /** Connects, and waits until the server has the connection. */
  private StreamConnector connectTo(Server server) throws IOException {
    StreamConnector client = loom().connect(server.uri());
    Await.until("it is served", () -> server.activeConnections() == 1);
    return client;
  }

  private void assertRefuses(Server server) {
    assertThatThrownBy(() -> loom().connect(server.uri()).close()).isInstanceOf(IOException.class);
  }

  private boolean isRefused(Server server) {
    try {
      loom().connect(server.uri()).close();
      return false;
    } catch (IOException refused) {
      return true;
    }
  }

  @Test
  default void drainLetsHandlersFinish() throws Exception {
    assumeHas(Feature.REFUSED_BESIDE_CONNECTIONS); // that tells when it has begun
    Handler handler = c -> c.write(new byte[] {(byte) (c.inputStream().read() + 1)});
    try (var server = loom().serve(listenUri(), handler);
        var client = connectTo(server)) {
      var drainer = start(() -> server.drain(inAnHour()));
      Await.until("server refuses", () -> isRefused(server));
      client.write(new byte[] {5});
      byte[] answer = new byte[1];
      client.readFully(answer);
      assertThat(answer[0]).isEqualTo((byte) 6);
      assertThat(drainer.result()).isZero();
      server.await();
    }
  }

  @Test
  default void drainCutsHandlersWhenItsDeadlinePasses() throws Exception {
    Queue<Throwable> seen = new ConcurrentLinkedQueue<>();
    CountDownLatch begun = new CountDownLatch(1);
    Handler handler =
        c -> {
          begun.countDown();
          try {
            c.inputStream().read();
          } catch (IOException failure) {
            seen.add(failure);
            throw failure;
          }
        };
    try (var server = loom().serve(listenUri(), handler);
        var client = connectTo(server)) {
      begun.await(); // a handler that has not is not begun any more
      Deadline deadline = Deadline.after(Duration.ofMillis(20));
      assertThat(server.drain(deadline)).isEqualTo(1);
      assertThat(deadline.hasPassed()).as("not early").isTrue();
      assertThat(seen).hasSize(1);
      assertThat(client.read(new byte[1])).isEqualTo(-1);
      server.await();
    }
  }

  @Test
  default void drainObeysTheAmbientDeadline() throws Exception {
    try (var server = loom().serve(listenUri(), c -> c.inputStream().read());
        var client = connectTo(server)) {
      Deadline deadline = Deadline.after(Duration.ofMillis(20));
      assertThat(deadline.<Integer, RuntimeException>call(() -> server.drain(inAnHour())))
          .isEqualTo(1);
      assertThat(deadline.hasPassed()).as("not early").isTrue();
      assertThat(client.read(new byte[1])).isEqualTo(-1);
    }
  }

  @Test
  default void anInterruptEndsTheDrainAsIfItsDeadlineHadPassed() throws Exception {
    try (var server = loom().serve(listenUri(), c -> c.inputStream().read());
        var client = connectTo(server)) {
      var drainer = start(() -> server.drain(inAnHour())).awaitParked();
      drainer.interrupt();
      assertThat(drainer.result()).isEqualTo(1);
      assertThat(drainer.endedInterrupted()).isTrue();
      assertThat(client.read(new byte[1])).isEqualTo(-1);
    }
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @Test
  default void closeCutsHandlersAndTheirClientsSeeTheEnd() throws Exception {
    try (var server = loom().serve(listenUri(), c -> c.inputStream().read());
        var client = connectTo(server)) {
      server.close();
      server.close();
      assertThat(server.activeConnections()).isZero();
      assertThat(client.read(new byte[1])).isEqualTo(-1);
      assertRefuses(server);
      server.await();
    }
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @Test
  default void awaitWaitsForTheEnd() throws Exception {
    try (var server = loom().serve(listenUri(), ServerServing.ECHO)) {
      var waiter = startAction(server::await).awaitParked();
      server.close();
      waiter.result();
    }
  }

  @Test
  default void anInterruptEndsAwaitAndNotTheServer() throws Exception {
    try (var server = loom().serve(listenUri(), ServerServing.ECHO)) {
      var waiter = startAction(server::await).awaitParked();
      waiter.interrupt();
      waiter.assertFailure().isInstanceOf(InterruptedException.class);
      try (var client = connectTo(server)) {
        client.write(new byte[] {3});
        assertThat(client.inputStream().read()).isEqualTo(3);
      }
    }
  }

  @Test
  default void aHandlerMayCloseItsServer() throws Exception {
    AtomicReference<Server> self = new AtomicReference<>();
    Handler handler =
        c -> {
          c.inputStream().read();
          self.get().close();
        };
    try (var server = loom().serve(listenUri(), handler);
        var client = connectTo(server)) {
      self.set(server);
      client.write(new byte[1]);
      assertThat(client.read(new byte[1])).isEqualTo(-1);
      server.await();
      assertRefuses(server);
    }
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @Test
  default void theServerEndsWithItsToolkit() throws Exception {
    try (var other = openLoom()) {
      var server = other.serve(listenUri(), ServerServing.ECHO);
      other.close();
      server.await();
      assertRefuses(server);
    }
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @Test
  default void closeRemovesTheSocketFile() throws Exception {
    assumeHas(Feature.SOCKET_FILES);
    try (var server = loom().serve(listenUri(), ServerServing.ECHO)) {
      var file = Path.of(((ConnectorTarget.Path) server.uri().target()).path());
      assertThat(file).exists();
      server.close();
      assertThat(file).doesNotExist();
    }
  }

  @Test
  default void serversLeaveNoDescriptor() throws Exception {
    assumeHas(Feature.DESCRIPTOR_FOLDER);
    serveOnce();
    int before = OpenDescriptors.count();
    for (int i = 0; i < 20; i++) {
      serveOnce();
    }
    Await.until(
        "descriptors are closed",
        () -> OpenDescriptors.count() <= before + StreamDescriptors.SLACK);
  }

  private void serveOnce() throws Exception {
    try (var server = loom().serve(listenUri(), c -> c.inputStream().read());
        var client = connectTo(server)) {
      assertThat(client.isOpen()).isTrue();
    }
  }
}
