// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.packetloom.ServerTest.until;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.suite.Seed;

/** How servers end: drained, closed, by others, or by a dead poller. */
@Timeout(30)
class ServerEndTest {
  private static final String URI = "memory://a";
  private static final String OTHER = "memory://b";
  private static final Deadline FAR = Deadline.after(Duration.ofHours(1));

  private final FakeLoom loom = new FakeLoom();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  private Server start(Handler handler) throws IOException {
    return loom.loom()
        .server(handler)
        .onFailure((_, failure) -> failures.add(failure))
        .listen(URI)
        .listen(OTHER)
        .start();
  }

  /** Waits in its connection until that is closed. */
  private static void read(StreamConnector connection) throws IOException {
    connection.read(ByteBuffer.allocate(1));
  }

  private FakeStream deliverAndAwait(Server server) {
    long before = server.acceptedConnections();
    FakeStream stream = loom.listener(URI).deliver();
    until(() -> server.acceptedConnections() > before);
    return stream;
  }

  @Test
  void drainWaitsForHandlers() throws Exception {
    var release = new Semaphore(0);
    Server server = start(_ -> release.acquire());
    FakeStream stream = deliverAndAwait(server);
    var cut = CompletableFuture.supplyAsync(() -> server.drain(FAR));
    until(() -> !loom.listener(URI).isOpen() && !loom.listener(OTHER).isOpen());

    assertThat(cut).isNotDone();
    assertThat(stream.isOpen()).isTrue();

    release.release();
    assertThat(cut.join()).isZero();
    assertThat(stream.isOpen()).isFalse();
    server.await();
  }

  @Test
  void drainCutsWhatIsLeftAtTheDeadline() throws Exception {
    Server server = start(ServerEndTest::read);
    FakeStream first = deliverAndAwait(server);
    FakeStream second = deliverAndAwait(server);

    assertThat(server.drain(Deadline.after(Duration.ofMillis(20)))).isEqualTo(2);

    assertThat(first.isOpen()).isFalse();
    assertThat(second.isOpen()).isFalse();
    assertThat(server.activeConnections()).isZero();
    assertThat(failures).isEmpty();
    until(() -> loom.threads().stream().noneMatch(ServerEndTest::isWaiting));
  }

  private static boolean isWaiting(Thread thread) {
    return thread.getState() == Thread.State.WAITING;
  }

  @Test
  void drainObeysTheAmbientDeadline() throws Exception {
    Server server = start(ServerEndTest::read);
    deliverAndAwait(server);

    int cut = Deadline.after(Duration.ZERO).call(() -> server.drain(FAR));

    assertThat(cut).isEqualTo(1);
  }

  @Test
  void interruptedDrainCutsAtOnceAndKeepsTheFlag() throws Exception {
    Server server = start(ServerEndTest::read);
    deliverAndAwait(server);

    Thread.currentThread().interrupt();
    int cut = server.drain(Deadline.NONE);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(cut).isEqualTo(1);
    assertThat(server.activeConnections()).isZero();
  }

  @Test
  void drainOfClosedServerCutsNothing() throws Exception {
    Server server = start(ServerEndTest::read);
    deliverAndAwait(server);
    server.close();

    assertThat(server.drain(Deadline.NONE)).isZero();
  }

  @Test
  void closeCutsAndInterruptsHandlers() throws Exception {
    Server server = start(ServerEndTest::read);
    var interrupted = new CompletableFuture<Boolean>();
    FakeStream reading = deliverAndAwait(server);
    var begun = new CountDownLatch(1);
    Handler elsewhere =
        _ -> {
          begun.countDown();
          try {
            new Semaphore(0).acquire();
          } finally {
            interrupted.complete(true);
          }
        };
    Server second = loom.loom().serve("memory://c", elsewhere);
    loom.listener("memory://c").deliver();
    begun.await();

    server.close();
    second.close();

    assertThat(interrupted).isCompletedWithValue(true);
    assertThat(reading.isOpen()).isFalse();
    assertThat(loom.listener(URI).isOpen()).isFalse();
    assertThat(failures).isEmpty();
    assertThat(server.failedConnections()).isZero();
    server.await();
    second.await();
  }

  @Test
  void closeOfInterruptedThreadStillWaitsAndKeepsTheFlag() throws Exception {
    Server server = start(ServerEndTest::read);
    deliverAndAwait(server);

    Thread.currentThread().interrupt();
    server.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(server.activeConnections()).isZero();
  }

  @Test
  void secondCloseDoesNothing() throws Exception {
    Server server = start(ServerEndTest::read);
    server.close();
    server.close();
    server.await();
  }

  @Test
  void handlerMayCloseItsServerAndKeepsItsConnection() throws Exception {
    var self = new CompletableFuture<Server>();
    var openAfterwards = new CompletableFuture<Boolean>();
    var turn = new AtomicInteger();
    Handler handler =
        connection -> {
          if (turn.getAndIncrement() == 0) {
            read(connection);
          }
          self.join().close();
          openAfterwards.complete(connection.isOpen() && !Thread.interrupted());
        };
    Server server = start(handler);
    FakeStream other = deliverAndAwait(server);
    until(() -> turn.get() == 1);
    FakeStream own = deliverAndAwait(server);
    self.complete(server);

    assertThat(openAfterwards.join()).isTrue();
    server.await();
    assertThat(other.isOpen()).isFalse();
    assertThat(own.isOpen()).isFalse();
  }

  @Test
  void handlerMayDrainItsServer() throws Exception {
    var self = new CompletableFuture<Server>();
    var cut = new CompletableFuture<Integer>();
    Server server = start(_ -> cut.complete(self.join().drain(Deadline.NONE)));
    deliverAndAwait(server);
    self.complete(server);

    assertThat(cut.join()).isZero();
    server.await();
  }

  @Test
  void listenerForFailuresMayCloseTheServer() throws Exception {
    var self = new CompletableFuture<Server>();
    var listener =
        new FailureListener() {
          @Override
          public void connectionFailed(StreamConnector connection, Throwable failure) {}

          @Override
          public void acceptFailed(ConnectorUri uri, Throwable failure) {
            self.join().close();
          }
        };
    Server server = loom.loom().server(_ -> {}).onFailure(listener).listen(URI).start();
    self.complete(server);
    loom.listener(URI).fail(new ResourceExhaustedException(ServerTest.exhausted()));

    server.await();
    assertThat(loom.listener(URI).isOpen()).isFalse();
  }

  @Test
  void closeEndsThePauseAfterFailureToAccept() throws Exception {
    Queue<Throwable> reports = new ConcurrentLinkedQueue<>();
    Server server =
        loom.loom()
            .server(_ -> {})
            .onFailure(ServerTest.acceptFailuresTo(reports))
            .listen(URI)
            .start();
    for (int i = 0; i < 6; i++) {
      loom.listener(URI).fail(new ResourceExhaustedException(ServerTest.exhausted()));
    }
    until(() -> server.statistics().acceptFailures() == 6);

    server.close();

    assertThat(loom.threads()).singleElement().satisfies(Thread::join);
    assertThat(loom.listener(URI).accepts()).hasSizeBetween(6, 7);
    assertThat(reports).as("a lasting shortage is reported once").hasSize(1);
  }

  @Test
  void serverEndsWhenOthersCloseItsListeners() throws Exception {
    Server server = start(ServerEndTest::read);
    loom.listener(URI).connector().close();
    assertThat(loom.listener(OTHER).isOpen()).isTrue();

    loom.listener(OTHER).connector().close();
    server.await();
  }

  @Test
  void deadPollerEndsTheServerAndSurfaces() throws Exception {
    Server server = start(ServerEndTest::read);
    FakeStream stream = deliverAndAwait(server);
    var failure =
        new PollerFailedException(
            FailureDetail.atOnce("accept", OTHER, "poller failed"), new IOException("planted"));
    loom.listener(OTHER).fail(failure);

    assertThatThrownBy(server::await).isSameAs(failure);
    assertThatThrownBy(server::await).isSameAs(failure);
    assertThat(stream.isOpen()).isFalse();
    assertThat(loom.listener(URI).isOpen()).isFalse();
    assertThat(failures).isEmpty();
    server.close();
  }

  @Test
  void interruptedAwaitLeavesTheServerAlone() throws Exception {
    try (Server server = start(_ -> {})) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(server::await).isInstanceOf(InterruptedException.class);
      deliverAndAwait(server);
    }
  }

  @Test
  void listenerThatCannotBeClosedIsNoObstacle() throws Exception {
    Server server = start(ServerEndTest::read);
    FakeStream stream = deliverAndAwait(server);
    loom.listener(URI).failClosing(new IOException("planted"));

    server.close();

    assertThat(stream.isOpen()).isFalse();
    assertThat(loom.listener(OTHER).isOpen()).isFalse();
  }

  @Test
  void nothingStaysOpenHoweverCloseRacesWithConnections() throws Exception {
    Random random = Seed.random();
    for (int round = 0; round < 300; round++) {
      raceOnce("seed " + Seed.VALUE + ", round " + round, random);
    }
  }

  private void raceOnce(String context, Random random) throws Exception {
    var ownLoom = new FakeLoom();
    boolean drains = random.nextBoolean();
    boolean reads = random.nextBoolean();
    Server server =
        ownLoom
            .loom()
            .server(reads ? ServerEndTest::read : _ -> {})
            .maxConnections(1 + random.nextInt(4))
            .listen(URI)
            .start();
    FakeListener listener = ownLoom.listener(URI);
    var streams = new ConcurrentLinkedQueue<FakeStream>();
    var start = new CountDownLatch(1);
    var cut = new AtomicReference<Integer>(0);
    List<Thread> threads = new ArrayList<>();
    threads.add(racer(start, () -> streams.add(listener.deliver()), 8));
    threads.add(racer(start, server::close, 1));
    if (drains) {
      threads.add(racer(start, () -> cut.set(server.drain(FAR)), 1));
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    server.await();

    assertThat(server.activeConnections()).as(context).isZero();
    assertThat(cut.get()).as(context).isBetween(0, 4);
    long closed = streams.stream().filter(stream -> !stream.isOpen()).count();
    long accepted = streams.size() - listener.undelivered();
    assertThat(closed).as(context).isEqualTo(accepted);
  }

  private static Thread racer(CountDownLatch start, Runnable action, int times) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                start.await();
              } catch (InterruptedException _) {
                return;
              }
              for (int i = 0; i < times; i++) {
                action.run();
              }
            });
  }
}
