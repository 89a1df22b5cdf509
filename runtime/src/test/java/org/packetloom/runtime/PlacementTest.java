// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectorUri;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.ForwardingDescriptors;
import org.packetloom.platform.ForwardingPoller;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Poller;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;
import org.packetloom.spi.ServingTask;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** Threads live spread over loops, whoever starts them, and their descriptors live with them. */
class PlacementTest extends LoopTest {
  private static final int THREADS = 100;
  private static final int FEWEST = 25; // of THREADS, in one of two loops
  private static final String CLIENT = "client";

  private final CountDownLatch end = new CountDownLatch(1);

  private final CountDownLatch areBegun = new CountDownLatch(THREADS);

  /** What each thread does. */
  private Void live() throws InterruptedException {
    areBegun.countDown();
    end.await();
    return null;
  }

  /** How many threads live in a loop; an idle one may have run them at first. */
  private static int living(Packetloom loom, int loop) {
    Matcher line = Pattern.compile("loop " + loop + ": .*?, (\\d+) threads").matcher(loom.dump());
    assertThat(line.find()).as(loom.dump()).isTrue();
    return Integer.parseInt(line.group(1));
  }

  private void assertSpread(Packetloom loom) throws InterruptedException {
    areBegun.await();
    assertThat(living(loom, 0)).as(loom.dump()).isGreaterThan(FEWEST);
    assertThat(living(loom, 1)).as(loom.dump()).isGreaterThan(FEWEST);
    end.countDown();
  }

  @Test
  void threadsOfTheFactoryAreSpread() throws Exception {
    try (Packetloom loom = openLoops(2)) {
      List<Task<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        tasks.add(Task.start(loom.threadFactory(), this::live));
      }
      assertSpread(loom);
      tasks.forEach(Task::result);
    }
  }

  @Test
  void threadsOfAnExecutorOverTheFactoryAreSpread() throws Exception {
    try (Packetloom loom = openLoops(2);
        ExecutorService executor = Executors.newThreadPerTaskExecutor(loom.threadFactory())) {
      List<Future<Void>> futures = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        futures.add(executor.submit(this::live));
      }
      assertSpread(loom);
      for (Future<Void> future : futures) {
        assertThat(future.get()).isNull();
      }
    }
  }

  @Test
  void childrenOfOneThreadDoNotPileUpOnItsLoop() throws Exception {
    assertChildrenSpread(parent -> Thread.ofVirtual().name("child-", 0).factory());
  }

  @Test
  void childrenOfChildrenDoNotPileUpEither() throws Exception {
    assertChildrenSpread(
        parent -> task -> Thread.ofVirtual().unstarted(() -> Thread.startVirtualThread(task)));
  }

  private void assertChildrenSpread(Function<Thread, ThreadFactory> factories) throws Exception {
    assumeTrue(VirtualThreads.canMove(), "threads can be moved");
    try (Packetloom loom = openLoops(2)) {
      Task<Void> parent =
          Task.start(
              loom.threadFactory(),
              () -> {
                ThreadFactory factory = factories.apply(Thread.currentThread());
                for (int i = 0; i < THREADS; i++) {
                  Task.start(factory, this::live);
                }
                return null;
              });
      parent.result();
      assertSpread(loom);
    }
  }

  @Test
  void threadsOfAnExecutorThatAThreadOfALoopMakesDoNotPileUp() throws Exception {
    assumeTrue(VirtualThreads.canMove(), "threads can be moved");
    try (Packetloom loom = openLoops(2)) {
      Task<Void> parent =
          Task.start(
              loom.threadFactory(),
              () -> {
                try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                  for (int i = 0; i < THREADS; i++) {
                    executor.submit(this::live);
                  }
                }
                return null;
              });
      assertSpread(loom);
      parent.result();
    }
  }

  @Test
  void threadsThatEndedDoNotCount() throws Exception {
    try (Packetloom loom = openLoops(2)) {
      for (int i = 0; i < 10 * THREADS; i++) {
        Thread thread = loom.threadFactory().newThread(() -> {});
        thread.start();
        thread.join();
      }
      awaitNoThreads(loom);
    }
  }

  @Test
  void aDescriptorLivesWhereItsThreadFirstWaits() throws Exception {
    Registrations platform = new Registrations();
    Map<StreamConnector, Integer> served = new ConcurrentHashMap<>();
    try (Packetloom loom = loops(2).open(platform)) {
      var server =
          loom.serve(
              "tcp://127.0.0.1:0",
              stream -> {
                served.put(stream, living());
                stream.write(new byte[1]);
                stream.inputStream().transferTo(stream.outputStream());
              });
      try (server) {
        List<StreamConnector> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          StreamConnector client = loom.connect(server.uri());
          assertThat(readByte(client)).isZero();
          writeByte(client, i);
          assertThat(readByte(client)).isEqualTo(i);
          clients.add(client);
        }
        assertThat(served).hasSize(20);
        assertThat(served.values()).contains(0, 1);
        assertThat(served)
            .allSatisfy((stream, loop) -> assertThat(platform.pollerOf(stream)).isEqualTo(loop));
        for (StreamConnector client : clients) {
          client.close();
        }
      }
    }
  }

  /** Connects when it is its turn; whether it lives in the loop of the one who serves it. */
  private static final class Client {
    private final CountDownLatch turn = new CountDownLatch(1);
    private final CountDownLatch isOpen = new CountDownLatch(1);

    boolean live(Packetloom loom, ConnectorUri server, CountDownLatch end) throws Exception {
      Thread.currentThread().setName(CLIENT);
      turn.await();
      try (StreamConnector stream = loom.connect(server)) {
        boolean isJoined = readByte(stream) == living();
        isOpen.countDown();
        end.await(); // who ends makes room elsewhere
        return isJoined;
      }
    }
  }

  /**
   * Of pairs of threads that talk with each other over a connection, those in one loop. They
   * connect in another order than that in which they got their homes, so that it takes no notice of
   * these.
   */
  private static int joined(Packetloom loom, int pairs) throws Exception {
    return joined(loom, pairs, () -> {});
  }

  /** As above; what is given runs whenever a connection is served. */
  private static int joined(Packetloom loom, int pairs, Runnable onServed) throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Map<Client, Task<Boolean>> clients = new LinkedHashMap<>();
    var server =
        loom.serve(
            "tcp://127.0.0.1:0",
            stream -> {
              writeByte(stream, living());
              onServed.run();
              stream.inputStream().transferTo(stream.outputStream());
            });
    try (server) {
      for (int i = 0; i < pairs; i++) {
        Client client = new Client();
        clients.put(
            client,
            Task.start(loom.threadFactory(), () -> client.live(loom, server.uri(), end))
                .awaitParked());
      }
      List<Client> order = new ArrayList<>(clients.keySet());
      Collections.shuffle(order, new Random(1));
      for (Client client : order) {
        client.turn.countDown();
        client.isOpen.await();
      }
      end.countDown();
      int joined = 0;
      for (Task<Boolean> client : clients.values()) {
        joined += client.result() ? 1 : 0;
      }
      return joined;
    }
  }

  @Test
  void whoServesAThreadOfTheSameToolkitJoinsIt() throws Exception {
    try (Packetloom loom = openLoops(2)) {
      assertThat(joined(loom, THREADS)).as(loom.dump()).isGreaterThan(THREADS * 3 / 4);
    }
  }

  @Test
  void theFirstPairsLiveInOneLoopEachToo() throws Exception {
    try (Packetloom loom = openLoops(2)) {
      assertThat(joined(loom, 4)).as(loom.dump()).isEqualTo(4);
    }
  }

  /** A platform on which clients get to know that they are connected when they are served. */
  private static final class Late extends TestedPlatform {
    private final Semaphore served = new Semaphore(0);

    @Override
    public Descriptors descriptors() {
      return new ForwardingDescriptors(super.descriptors()) {
        @Override
        public int localAddress(int descriptor, NativeAddress.Box into) {
          if (Thread.currentThread().getName().equals(CLIENT)) {
            served.acquireUninterruptibly();
          }
          return super.localAddress(descriptor, into);
        }
      };
    }
  }

  @Test
  void whoIsServedBeforeItKnowsThatItIsConnectedIsJoinedToo() throws Exception {
    Late platform = new Late();
    try (Packetloom loom = loops(2).open(platform)) {
      assertThat(joined(loom, 10, platform.served::release)).as(loom.dump()).isEqualTo(10);
    }
  }

  /** What a thread does that serves a connection: starts others, and tells where it lives. */
  private final class Parent implements ServingTask {
    private final StreamConnector connection;
    private final int children;
    private final CompletableFuture<Integer> home = new CompletableFuture<>();

    Parent(StreamConnector connection, int children) {
      this.connection = connection;
      this.children = children;
    }

    @Override
    public StreamConnector connection() {
      return connection;
    }

    @Override
    public void run() {
      for (int i = 0; i < children; i++) {
        Task.start(Thread.ofVirtual().factory(), PlacementTest.this::live);
      }
      home.complete(living());
    }
  }

  @Test
  void childrenOfAThreadThatJoinedItsPeerDoNotPileUp() throws Exception {
    assumeTrue(VirtualThreads.canMove(), "threads can be moved");
    int before = 30;
    try (Packetloom loom = openLoops(2);
        Listener listener = loom.listen("tcp://127.0.0.1:0")) {
      for (int i = 0; i < before; i++) {
        Task.start(loom.threadFactory(), this::live);
      }
      Await.until("they live", () -> areBegun.getCount() == THREADS - before);
      CompletableFuture<Integer> peer = new CompletableFuture<>();
      Task<Void> client =
          Task.start(
              loom.threadFactory(),
              () -> {
                try (StreamConnector stream = loom.connect(listener.uri())) {
                  assertThat(stream.isOpen()).isTrue();
                  peer.complete(living());
                  end.await();
                }
                return null;
              });
      int home = peer.get();
      try (StreamConnector accepted = listener.accept()) {
        Parent parent = new Parent(accepted, THREADS - before);
        loom.threadFactory().newThread(parent).start();
        assertThat(parent.home.get()).isEqualTo(home);
        assertSpread(loom);
        client.result();
      }
    }
  }

  @Test
  void nobodyJoinsAnybodyWhereThatIsOff() throws Exception {
    try (Packetloom loom = openLoops(2, "packetloom.loop.joining", "off")) {
      assertThat(joined(loom, THREADS)).as(loom.dump()).isLessThan(THREADS * 3 / 4);
    }
  }

  /** The loop where the caller lives. */
  private static int living() {
    return Resident.home(VirtualThreads.schedulerOf(Thread.currentThread())).number();
  }

  /** A platform that knows which of its pollers serves which descriptor. */
  private static final class Registrations extends TestedPlatform {
    private final AtomicInteger opened = new AtomicInteger();
    private final Map<Integer, Integer> pollers = new ConcurrentHashMap<>();

    int pollerOf(StreamConnector stream) {
      return pollers.get(((DescriptorConnector) stream).handle().descriptor());
    }

    @Override
    protected Poller poller(Poller real) {
      int number = opened.getAndIncrement();
      return new ForwardingPoller(real) {
        @Override
        public Transfer attach(int descriptor, DescriptorKind kind, Readiness readiness) {
          pollers.put(descriptor, number);
          return super.attach(descriptor, kind, readiness);
        }

        @Override
        public boolean adopt(Transfer transfer) {
          boolean isAdopted = real.adopt(transfer);
          if (isAdopted) {
            pollers.put(transfer.descriptor(), number);
          }
          return isAdopted;
        }
      };
    }
  }
}
