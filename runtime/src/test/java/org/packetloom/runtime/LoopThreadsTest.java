// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.packetloom.Packetloom;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** Whatever else a virtual thread may do works on loops. */
class LoopThreadsTest extends LoopTest {
  private static final int LOOPS = 2;
  private static final ScopedValue<String> SCOPED = ScopedValue.newInstance();

  private Packetloom loom;

  @BeforeEach
  void open() throws Exception {
    loom = openLoops(LOOPS);
  }

  @AfterEach
  void close() {
    loom.close();
  }

  private <T> Task<T> onLoop(Callable<T> call) {
    return Task.start(loom.threadFactory(), call);
  }

  @Test
  void theyAreVirtualAndRunByLoops() {
    Task<Integer> task =
        onLoop(
            () -> {
              assertThat(Thread.currentThread().isVirtual()).isTrue();
              return here();
            });
    assertThat(task.result()).isBetween(0, LOOPS - 1);
  }

  @Test
  void sleepLastsNoLessThanAsked() {
    long began = System.nanoTime();
    onLoop(
            () -> {
              Thread.sleep(20);
              return null;
            })
        .result();
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(20_000_000);
  }

  @Test
  void monitorsExcludeAcrossLoops() {
    Object monitor = new Object();
    int[] count = new int[1];
    List<Task<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      tasks.add(
          onLoop(
              () -> {
                for (int k = 0; k < 500; k++) {
                  synchronized (monitor) {
                    count[0]++;
                    if (k % 50 == 0) {
                      Thread.yield();
                    }
                  }
                }
                return null;
              }));
    }
    tasks.forEach(Task::result);
    assertThat(count[0]).isEqualTo(10_000);
  }

  @Test
  void waitAndNotifyWorkAcrossLoops() {
    Object monitor = new Object();
    int[] turn = new int[1];
    int players = 2 * LOOPS;
    List<Task<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < players; i++) {
      int own = i;
      tasks.add(
          onLoop(
              () -> {
                for (int k = 0; k < 500; k++) {
                  synchronized (monitor) {
                    while (turn[0] % players != own) {
                      monitor.wait();
                    }
                    turn[0]++;
                    monitor.notifyAll();
                  }
                }
                return null;
              }));
    }
    tasks.forEach(Task::result);
    assertThat(turn[0]).isEqualTo(500 * players);
  }

  @Test
  void locksAndConditionsWorkAcrossLoops() {
    var lock = new ReentrantLock(true);
    int[] count = new int[1];
    List<Task<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      tasks.add(
          onLoop(
              () -> {
                for (int k = 0; k < 500; k++) {
                  lock.lock();
                  count[0]++;
                  lock.unlock();
                }
                return null;
              }));
    }
    tasks.forEach(Task::result);
    assertThat(count[0]).isEqualTo(5_000);
  }

  @Test
  void threadsMeetThreadsOfTheJdkAndPlatformThreads() {
    SynchronousQueue<Integer> queue = new SynchronousQueue<>();
    for (var threads : List.of(Thread.ofVirtual().factory(), Thread.ofPlatform().factory())) {
      Task<Integer> taker = onLoop(() -> LongStream.range(0, 200).mapToInt(i -> take(queue)).sum());
      Task<Integer> giver =
          Task.start(
              threads,
              () -> {
                for (int i = 0; i < 200; i++) {
                  queue.put(i);
                }
                return 200;
              });
      assertThat(giver.result()).isEqualTo(200);
      assertThat(taker.result()).isEqualTo(199 * 200 / 2);
    }
  }

  private static int take(SynchronousQueue<Integer> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void socketsOfTheJdkWork() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Task<Integer> accepting =
          onLoop(
              () -> {
                try (Socket socket = server.accept()) {
                  socket.getOutputStream().write(socket.getInputStream().read() + 1);
                }
                return 1;
              });
      accepting.awaitParked();
      Task<Integer> asking =
          onLoop(
              () -> {
                try (var socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
                  socket.getOutputStream().write(41);
                  return socket.getInputStream().read();
                }
              });
      assertThat(asking.result()).isEqualTo(42);
      assertThat(accepting.result()).isEqualTo(1);
    }
  }

  @Test
  void parallelStreamsWork() {
    Task<Long> task = onLoop(() -> LongStream.rangeClosed(1, 100_000).parallel().sum());
    assertThat(task.result()).isEqualTo(50_000L * 100_001);
  }

  @Test
  void interruptsEndSleepParkAndWait() throws Exception {
    Object monitor = new Object();
    List<Task<?>> tasks = new ArrayList<>();
    tasks.add(
        onLoop(
            () -> {
              Thread.sleep(Long.MAX_VALUE);
              return null;
            }));
    tasks.add(
        onLoop(
            () -> {
              synchronized (monitor) {
                monitor.wait();
              }
              return null;
            }));
    tasks.add(
        onLoop(
            () -> {
              new CountDownLatch(1).await();
              return null;
            }));
    for (Task<?> task : tasks) {
      task.awaitParked().interrupt();
      task.assertFailure().isInstanceOf(InterruptedException.class);
    }
    Task<Void> parked =
        onLoop(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                LockSupport.park();
              }
              return null;
            });
    parked.awaitParked().interrupt();
    assertThat(parked.endedInterrupted()).isTrue();
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @Test
  void threadLocalsAndScopedValuesAndMonitorsAreKeptAcrossAHandOver() {
    ThreadLocal<String> local = new ThreadLocal<>();
    Object monitor = new Object();
    try (Stall stall = Stall.of(Stall.Kind.COMPUTE)) {
      Set<Task<Void>> tasks =
          occupy(
              loom.threadFactory(),
              LOOPS,
              () ->
                  ScopedValue.where(SCOPED, "scoped")
                      .run(
                          () -> {
                            local.set("local");
                            synchronized (new Object()) {
                              stall.run();
                            }
                            synchronized (monitor) {
                              LockSupport.parkNanos(1_000_000); // back to its loop
                              assertThat(Thread.holdsLock(monitor)).isTrue();
                            }
                            assertThat(local.get()).isEqualTo("local");
                            assertThat(SCOPED.get()).isEqualTo("scoped");
                          }));
      Task<String> others = onLoop(() -> local.get() + SCOPED.isBound());
      assertThat(others.result()).isEqualTo("nullfalse");
      Await.until("handed over", () -> dumped(loom, "handed over") > 0);
      stall.close();
      tasks.forEach(Task::result);
    }
  }

  @Test
  void statesAndStacksOfThreadsThatWaitCanBeSeen() {
    CountDownLatch end = new CountDownLatch(1);
    Task<Void> parked = onLoop(() -> waitHere(end));
    parked.awaitParked();
    assertThat(parked.thread().getState()).isEqualTo(Thread.State.WAITING);
    assertThat(parked.thread().getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("waitHere"));
    end.countDown();
    assertThat(parked.result()).isNull();
    assertThat(parked.thread().getState()).isEqualTo(Thread.State.TERMINATED);
  }

  private static Void waitHere(CountDownLatch end) throws InterruptedException {
    end.await();
    return null;
  }

  @Test
  void theCollectorLeavesThreadsThatWait() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    List<Task<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      int[] own = {i};
      tasks.add(
          onLoop(
              () -> {
                end.await();
                return own[0];
              }));
    }
    tasks.forEach(Task::awaitParked);
    System.gc();
    end.countDown();
    for (int i = 0; i < tasks.size(); i++) {
      assertThat(tasks.get(i).result()).isEqualTo(i);
    }
  }
}
