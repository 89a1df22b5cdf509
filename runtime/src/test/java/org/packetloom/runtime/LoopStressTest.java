// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Platforms;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerFactory;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;

/** Threads that compute, lock, sleep and wake each other, with loops that are handed about. */
class LoopStressTest extends LoopTest {
  private static final int THREADS = 40;
  private static final int MOST_SPIN_NANOS = 4_000_000;

  private final CountDownLatch areStarted = new CountDownLatch(1);
  private final List<Task<Void>> tasks = new ArrayList<>(); // complete when areStarted
  private final ReentrantLock counterLock = new ReentrantLock();
  private long counter; // guarded by counterLock
  private final AtomicLong[] permits = new AtomicLong[THREADS];

  private LoopEngine engine(int loops, boolean isSharing, boolean isHandingOver) throws Exception {
    Platform platform = Platforms.current();
    PollerFactory factory =
        platform.pollers().stream()
            .filter(each -> each.name().equals(poller()))
            .findFirst()
            .orElseThrow();
    List<Poller> pollers = new ArrayList<>();
    for (int i = 0; i < loops; i++) {
      pollers.add(factory.open());
    }
    return LoopEngine.start(
        platform, pollers, new Loops.Settings(isSharing, isHandingOver, true, true, 2 * THREADS));
  }

  @ParameterizedTest(name = "{0} loops, sharing {1}, hand-over {2}")
  @CsvSource({
    "1,true,true",
    "2,true,true",
    "2,false,true",
    "2,true,false",
    "2,false,false",
    "4,true,true"
  })
  void nothingIsLost(int loops, boolean isSharing, boolean isHandingOver) throws Exception {
    int rounds = Scale.rounds(60);
    for (int i = 0; i < THREADS; i++) {
      permits[i] = new AtomicLong();
    }
    try (LoopEngine engine = engine(loops, isSharing, isHandingOver)) {
      for (int i = 0; i < THREADS; i++) {
        int own = i;
        Random random = new Random(Seed.VALUE + i);
        tasks.add(
            Task.start(
                engine.threadFactory(),
                () -> {
                  areStarted.await();
                  if (own == 0 && isHandingOver) {
                    compute(engine);
                  }
                  for (int round = 0; round < rounds; round++) {
                    work(own, random);
                  }
                  return null;
                }));
      }
      areStarted.countDown();
      tasks.forEach(Task::result);
      assertThat(counter).isEqualTo((long) THREADS * rounds);
      String words = engine.describe().toList().toString();
      if (!isHandingOver) {
        assertThat(words).doesNotContainPattern("[1-9]\\d* handed over");
      } else {
        assertThat(words).containsPattern("[1-9]\\d* handed over");
      }
      if (!isSharing) {
        assertThat(words).doesNotContainPattern("[1-9]\\d* taken from others");
      }
    }
  }

  private void work(int own, Random random) throws InterruptedException {
    if (random.nextInt(4) == 0) {
      spin(random.nextInt(MOST_SPIN_NANOS));
    }
    counterLock.lock();
    try {
      counter++;
    } finally {
      counterLock.unlock();
    }
    if (random.nextInt(4) == 0) {
      Thread.sleep(Duration.ofNanos(random.nextInt(500_000)));
    }
    wake((own + 1) % THREADS); // each gets as many permits as it takes
    awaitPermit(permits[own]);
  }

  private void wake(int other) {
    permits[other].incrementAndGet();
    LockSupport.unpark(tasks.get(other).thread());
  }

  /** One that misses a wake-up waits for ever. */
  private static void awaitPermit(AtomicLong permits) {
    while (permits.get() == 0) {
      LockSupport.park();
    }
    permits.decrementAndGet();
  }

  /** Until the loop was handed over: from then on the monitor is alert. */
  private static void compute(LoopEngine engine) {
    while (!engine.describe().anyMatch(line -> line.matches(".* [1-9]\\d* handed over.*"))) {
      spin(1_000_000);
    }
  }

  private static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }
}
