// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.packetloom.AddressInUseException;
import org.packetloom.ConnectorUri;
import org.packetloom.Handler;
import org.packetloom.Server;
import org.packetloom.StreamConnector;

/** A server runs a handler for each connection; one that fails harms nobody else. */
public interface ServerServing extends LoomRow {
  /** Sends back what it gets, until the end. */
  Handler ECHO = c -> c.inputStream().transferTo(c.outputStream());

  /** Sends bytes to an echo server and checks that they come back. */
  default void assertEcho(ConnectorUri uri) throws IOException {
    try (var client = loom().connect(uri)) {
      byte[] sent = Seed.bytes(3_000);
      client.write(ByteBuffer.wrap(sent));
      byte[] received = new byte[sent.length];
      client.readFully(received);
      assertThat(received).isEqualTo(sent);
    }
  }

  @Test
  default void fiftyClientsAreServedAtOnce() throws Exception {
    CountDownLatch allIn = new CountDownLatch(50);
    Handler handler =
        c -> {
          allIn.countDown();
          allIn.await();
          ECHO.handle(c);
        };
    try (var server = loom().serve(listenUri(), handler)) {
      List<Task<Void>> clients = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        clients.add(startAction(() -> assertEcho(server.uri())));
      }
      clients.forEach(Task::result);
      assertThat(server.acceptedConnections()).isEqualTo(50);
      assertThat(server.failedConnections()).isZero();
      Await.until("handlers end", () -> server.activeConnections() == 0);
    }
  }

  @Test
  default void handlersRunInVirtualThreads() throws Exception {
    AtomicBoolean virtual = new AtomicBoolean();
    Handler handler = _ -> virtual.set(Thread.currentThread().isVirtual());
    try (var server = loom().serve(listenUri(), handler);
        var client = loom().connect(server.uri())) {
      assertThat(client.read(new byte[1])).isEqualTo(-1);
      assertThat(virtual).isTrue();
    }
  }

  @Test
  default void theConnectionIsClosedWhenItsHandlerReturns() throws Exception {
    Queue<StreamConnector> handled = new ConcurrentLinkedQueue<>();
    try (var server = loom().serve(listenUri(), handled::add);
        var client = loom().connect(server.uri())) {
      assertThat(client.read(new byte[1])).isEqualTo(-1);
      assertThat(handled.remove().isOpen()).isFalse();
    }
  }

  @Test
  default void aHandlerThatFailsIsReportedAndHarmsNobody() throws Exception {
    Throwable[] failures = {new IOException("planned"), new AssertionError("planned too")};
    Queue<Throwable> reported = new ConcurrentLinkedQueue<>();
    AtomicInteger calls = new AtomicInteger();
    Handler handler =
        c -> {
          switch (calls.getAndIncrement()) {
            case 0 -> throw (IOException) failures[0];
            case 1 -> throw (AssertionError) failures[1];
            default -> ECHO.handle(c);
          }
        };
    try (var server =
        loom()
            .server(handler)
            .listen(listenUri())
            .onFailure((_, failure) -> reported.add(failure))
            .start()) {
      for (int i = 0; i < 2; i++) {
        try (var client = loom().connect(server.uri())) {
          assertThat(client.read(new byte[1])).isEqualTo(-1);
        }
      }
      assertEcho(server.uri());
      Await.until("failures are reported", () -> reported.size() == 2);
      assertThat(reported).containsExactlyInAnyOrder(failures);
      assertThat(server.failedConnections()).isEqualTo(2);
    }
  }

  @Test
  default void noMoreHandlersRunThanAllowed() throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Handler handler =
        c -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          ECHO.handle(c);
          running.decrementAndGet();
        };
    try (var server = loom().server(handler).listen(listenUri()).maxConnections(3).start()) {
      List<Task<Void>> clients = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        clients.add(startAction(() -> assertEcho(server.uri())));
      }
      clients.forEach(Task::result);
      assertThat(most.get()).isBetween(1, 3);
    }
  }

  @Test
  default void aLimitBelowOneIsRejected() throws Exception {
    Server.Builder builder = loom().server(ECHO).listen(listenUri());
    assertThatThrownBy(() -> builder.maxConnections(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void aServerListensAtSeveralPlaces() throws Exception {
    try (var server = loom().server(ECHO).listen(listenUri()).listen(listenUri()).start()) {
      assertThat(server.uris()).hasSize(2).doesNotHaveDuplicates().first().isEqualTo(server.uri());
      for (ConnectorUri uri : server.uris()) {
        assertEcho(uri);
      }
    }
  }

  @Test
  default void aServerWithoutAPlaceDoesNotStart() {
    assertThatThrownBy(() -> loom().server(ECHO).start().close())
        .isInstanceOf(IllegalStateException.class);
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @Test
  default void aServerThatCannotListenEverywhereListensNowhere() throws Exception {
    try (var taken = loom().listen(listenUri());
        var before = loom().listen(listenUri())) {
      ConnectorUri free = before.uri();
      before.close();
      assertThatThrownBy(() -> loom().server(ECHO).listen(free).listen(taken.uri()).start().close())
          .isInstanceOf(AddressInUseException.class);
      try (var again = loom().listen(free)) {
        assertServes(again);
      }
    }
  }
}
