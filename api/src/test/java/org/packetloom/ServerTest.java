// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.suite.Await;

/** Accepting, room and failures; {@link ServerEndTest} has how servers end. */
@Timeout(30)
class ServerTest {
  private static final String URI = "memory://a";
  private static final String OTHER = "memory://b";

  private final FakeLoom loom = new FakeLoom();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  private Server.Builder server(Handler handler) {
    return loom.loom().server(handler).onFailure((_, failure) -> failures.add(failure));
  }

  static void until(BooleanSupplier condition) {
    Await.until("the condition holds", condition);
  }

  private static Handler waiting(Semaphore release) {
    return _ -> release.acquire();
  }

  @Test
  void eachConnectionHasVirtualThreadOfItsOwn() throws Exception {
    Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    var both = new CountDownLatch(2);
    Handler handler =
        _ -> {
          threads.add(Thread.currentThread());
          both.countDown();
          both.await();
        };
    try (Server server = server(handler).listen(URI).start()) {
      loom.listener(URI).deliver();
      loom.listener(URI).deliver();
      both.await();

      assertThat(threads).hasSize(2).doesNotHaveDuplicates().allMatch(Thread::isVirtual);
      assertThat(server.acceptedConnections()).isEqualTo(2);
    }
  }

  @Test
  void connectionIsClosedWhenHandlerReturns() throws Exception {
    try (Server server = server(_ -> {}).listen(URI).start()) {
      FakeStream stream = loom.listener(URI).deliver();

      until(() -> stream.closes() > 0 && server.activeConnections() == 0);
      assertThat(failures).isEmpty();
      assertThat(server.failedConnections()).isZero();
    }
  }

  @Test
  void connectionBeyondTheRoomIsNotAcceptedUntilOneEnds() throws Exception {
    var release = new Semaphore(0);
    try (Server server = server(waiting(release)).maxConnections(2).listen(URI).start()) {
      FakeListener listener = loom.listener(URI);
      for (int i = 0; i < 3; i++) {
        listener.deliver();
      }
      until(() -> server.activeConnections() == 2);
      until(() -> loom.threads().getFirst().getState() == Thread.State.WAITING);

      assertThat(listener.waiting()).isEqualTo(1);
      assertThat(listener.accepts()).hasSize(2);

      release.release();
      until(() -> server.acceptedConnections() == 3);
      assertThat(server.activeConnections()).isEqualTo(2);
      release.release(2);
      until(() -> server.activeConnections() == 0);
    }
  }

  @Test
  void handlersNeverOutnumberTheRoomOfSeveralListeners() throws Exception {
    var active = new AtomicInteger();
    var most = new AtomicInteger();
    Handler handler =
        _ -> {
          most.accumulateAndGet(active.incrementAndGet(), Math::max);
          Thread.yield();
          active.decrementAndGet();
        };
    try (Server server = server(handler).maxConnections(3).listen(URI).listen(OTHER).start()) {
      for (int i = 0; i < 500; i++) {
        loom.listener(URI).deliver();
        loom.listener(OTHER).deliver();
      }
      until(() -> server.acceptedConnections() == 1000 && server.activeConnections() == 0);
    }
    assertThat(most).hasValueBetween(1, 3);
  }

  @Test
  void idleListenerKeepsNoRoomFromBusyOne() throws Exception {
    try (Server server = server(_ -> {}).maxConnections(1).listen(OTHER).listen(URI).start()) {
      until(() -> loom.threads().getFirst().getState() == Thread.State.WAITING);
      for (int i = 0; i < 10; i++) {
        loom.listener(URI).deliver();
      }
      until(() -> server.acceptedConnections() == 10);
    }
  }

  @Test
  void failureOfHandlerIsReportedAndHarmsNobody() throws Exception {
    var error = new StackOverflowError("planted");
    var exception = new IOException("planted");
    var turn = new AtomicInteger();
    Handler handler =
        _ -> {
          switch (turn.getAndIncrement()) {
            case 0 -> throw error;
            case 1 -> throw exception;
            default -> {}
          }
        };
    try (Server server = server(handler).maxConnections(1).listen(URI).start()) {
      List<FakeStream> streams = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        streams.add(loom.listener(URI).deliver());
      }
      until(() -> server.acceptedConnections() == 3 && server.activeConnections() == 0);

      assertThat(failures).containsExactly(error, exception);
      assertThat(server.failedConnections()).isEqualTo(2);
      assertThat(streams).allMatch(stream -> stream.closes() > 0);
    }
  }

  @Test
  void connectionIsClosedBeforeItsFailureIsReported() throws Exception {
    Queue<Boolean> open = new ConcurrentLinkedQueue<>();
    Handler handler =
        _ -> {
          throw new IOException("planted");
        };
    try (Server server =
        loom.loom()
            .server(handler)
            .onFailure((connection, _) -> open.add(connection.isOpen()))
            .listen(URI)
            .start()) {
      loom.listener(URI).deliver();
      until(() -> server.acceptedConnections() == 1 && server.activeConnections() == 0);
    }
    assertThat(open).containsExactly(false);
  }

  @Test
  void failureListenerThatFailsHarmsNobody() throws Exception {
    FailureListener failing =
        (_, _) -> {
          throw new AssertionError("planted in the listener");
        };
    Handler handler =
        _ -> {
          throw new IOException("planted in the handler");
        };
    try (Server server = loom.loom().server(handler).onFailure(failing).listen(URI).start()) {
      loom.listener(URI).deliver();
      loom.listener(URI).deliver();
      until(() -> server.failedConnections() == 2 && server.activeConnections() == 0);
    }
  }

  @Test
  void failureToCloseIsReportedOrSuppressed() throws Exception {
    var handling = new IOException("planted in the handler");
    var closing = new IOException("planted in close");
    var turn = new AtomicInteger();
    Handler handler =
        _ -> {
          if (turn.getAndIncrement() == 1) {
            throw handling;
          }
        };
    try (Server server = server(handler).maxConnections(1).listen(URI).start()) {
      for (int i = 0; i < 2; i++) {
        loom.listener(URI).deliver(new UnclosableStream(closing));
      }
      until(() -> server.acceptedConnections() == 2 && server.activeConnections() == 0);
    }
    assertThat(failures).containsExactly(closing, handling);
    assertThat(handling).hasSuppressedException(closing);
  }

  @Test
  void connectionWithoutThreadIsClosedAndReported() throws Exception {
    var refusal = new OutOfMemoryError("planted");
    try (Server server = server(_ -> {}).listen(URI).start()) {
      loom.makeThreadsBy(
          _ -> {
            throw refusal;
          });
      FakeStream first = loom.listener(URI).deliver();
      until(() -> server.failedConnections() == 1);
      loom.makeThreadsBy(Thread.ofVirtual().factory());
      loom.listener(URI).deliver();
      until(() -> server.acceptedConnections() == 1);

      assertThat(first.closes()).isPositive();
      assertThat(failures).containsExactly(refusal);
    }
  }

  @Test
  void failureToAcceptIsSurvivedAfterPausesThatGrow() throws Exception {
    Queue<Throwable> reports = new ConcurrentLinkedQueue<>();
    try (Server server =
        loom.loom().server(_ -> {}).onFailure(acceptFailuresTo(reports)).listen(URI).start()) {
      FakeListener listener = loom.listener(URI);
      listener.fail(new ResourceExhaustedException(exhausted()));
      listener.fail(new IllegalStateException("planted"));
      listener.fail(new OutOfMemoryError("planted"));
      listener.deliver();
      until(() -> server.acceptedConnections() == 1);

      List<Long> times = listener.accepts();
      assertThat(reports)
          .extracting(failure -> failure.getClass().getSimpleName())
          .containsExactly(
              "ResourceExhaustedException", "IllegalStateException", "OutOfMemoryError");
      assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(1_000_000);
      assertThat(times.get(2) - times.get(1)).isGreaterThanOrEqualTo(2_000_000);
      assertThat(times.get(3) - times.get(2)).isGreaterThanOrEqualTo(4_000_000);
    }
  }

  @Test
  void strayInterruptDoesNotEndAccepting() throws Exception {
    Queue<Throwable> reports = new ConcurrentLinkedQueue<>();
    try (Server server =
        loom.loom().server(_ -> {}).onFailure(acceptFailuresTo(reports)).listen(URI).start()) {
      Thread accepting = loom.threads().getFirst();
      until(
          () -> accepting.getState() == Thread.State.WAITING); // and not in a pause, which is timed
      accepting.interrupt();
      until(() -> !reports.isEmpty());
      loom.listener(URI).deliver();
      until(() -> server.acceptedConnections() == 1);
    }
    assertThat(reports).singleElement().isInstanceOf(ConnectorInterruptedException.class);
  }

  static FailureListener acceptFailuresTo(Queue<Throwable> reports) {
    return new FailureListener() {
      @Override
      public void connectionFailed(StreamConnector connection, Throwable failure) {}

      @Override
      public void acceptFailed(ConnectorUri uri, Throwable failure) {
        reports.add(failure);
      }
    };
  }

  static FailureDetail exhausted() {
    return new FailureDetail("accept", URI, "EMFILE", 24, -1, 0);
  }

  @Test
  void startThatFailsHalfWayClosesTheRest() throws Exception {
    var failure = new AddressInUseException(exhausted());
    loom.failListening("memory://c", failure);
    Server.Builder builder = server(_ -> {}).listen(URI).listen(OTHER).listen("memory://c");

    assertThatThrownBy(builder::start).isSameAs(failure);

    assertThat(loom.listener(URI).isOpen()).isFalse();
    assertThat(loom.listener(OTHER).isOpen()).isFalse();
    assertThat(loom.threads()).isEmpty();
  }

  @Test
  void startWithoutThreadsClosesTheListeners() {
    var refusal = new OutOfMemoryError("planted");
    loom.makeThreadsBy(
        _ -> {
          throw refusal;
        });

    assertThatThrownBy(() -> server(_ -> {}).listen(URI).listen(OTHER).start()).isSameAs(refusal);

    assertThat(loom.listener(URI).isOpen()).isFalse();
    assertThat(loom.listener(OTHER).isOpen()).isFalse();
  }

  @Test
  void wrongUriIsRejectedAtStart() {
    assertThatThrownBy(() -> server(_ -> {}).listen("nonsense").start())
        .isInstanceOf(ConnectorUriException.class);
  }

  @Test
  void impossibleSettingsAreRejected() {
    assertThatIllegalStateException().isThrownBy(() -> server(_ -> {}).start());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> server(_ -> {}).maxConnections(0))
        .withMessageContaining("0");
  }

  @Test
  void urisComeInTheOrderOfListening() throws Exception {
    try (Server server = server(_ -> {}).listen(OTHER).listen(ConnectorUri.parse(URI)).start()) {
      assertThat(server.uris()).extracting(ConnectorUri::toString).containsExactly(OTHER, URI);
      assertThat(server.uri()).hasToString(OTHER);
      assertThat(server).hasToString("Server[memory://b, memory://a]: 0 active");
    }
  }

  @Test
  void serveIsTheShortForm() throws Exception {
    var served = new CountDownLatch(1);
    try (Server server = loom.loom().serve(URI, _ -> served.countDown())) {
      loom.listener(URI).deliver();
      served.await();
      assertThat(server.uri()).hasToString(URI);
    }
  }
}
