// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.packetloom.Packetloom;
import org.packetloom.runtime.MortalPlatform.MortalPoller;
import org.packetloom.suite.Await;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Task;

/** Closing a toolkit ends its loops, and no thread: those that live on are run by the JDK. */
class LoopEndTest extends LoopTest {
  private static final int LOOPS = 2;

  /** Threads of toolkits that others have opened, such as the shared one. */
  private Set<Thread> before;

  @BeforeEach
  void rememberThreads() {
    before = ownThreads();
  }

  @AfterEach
  void noThreadOfTheToolkitIsLeft() {
    Await.until(
        "threads end: " + Thread.getAllStackTraces().keySet(),
        () -> before.containsAll(ownThreads()));
  }

  private static Set<Thread> ownThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("packetloom"))
        .collect(Collectors.toSet());
  }

  @Test
  void aThreadOfALoopMayCloseTheToolkitAndGoesOn() throws Exception {
    Packetloom loom = openLoops(LOOPS);
    Task<Integer> closer =
        Task.start(
            loom.threadFactory(),
            () -> {
              loom.close();
              LockSupport.parkNanos(1_000_000);
              loom.close();
              return here();
            });
    assertThat(closer.result()).as("loop").isEqualTo(-1);
  }

  @Test
  void allThreadsOfAllLoopsMayCloseItAtOnce() throws Exception {
    for (int round = 0; round < Scale.rounds(20); round++) {
      Packetloom loom = openLoops(LOOPS);
      CountDownLatch begin = new CountDownLatch(1);
      List<Task<Void>> closers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        closers.add(
            Task.start(
                loom.threadFactory(),
                () -> {
                  begin.await();
                  loom.close();
                  Thread.sleep(1);
                  return null;
                }));
      }
      begin.countDown();
      closers.forEach(Task::result);
    }
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @Test
  void threadsOfTheUserGoOnToTheirEnd() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    List<Task<Integer>> tasks = new ArrayList<>();
    try (Stall stall = Stall.of(Stall.Kind.COMPUTE)) {
      Set<Task<Void>> computing;
      try (Packetloom loom = openLoops(LOOPS)) {
        for (int i = 0; i < 50; i++) {
          tasks.add(Task.start(loom.threadFactory(), () -> sleepOrWait(goOn)));
        }
        tasks.forEach(task -> task.awaitParked());
        computing =
            occupy(
                loom.threadFactory(),
                LOOPS,
                () -> {
                  stall.run();
                  LockSupport.parkNanos(1_000_000);
                  assertThat(here()).isEqualTo(-1);
                });
      }
      assertThat(computing).noneMatch(Task::hasEnded);
      goOn.countDown();
      tasks.forEach(task -> assertThat(task.result()).isEqualTo(-1));
      assertThat(computing).noneMatch(Task::hasEnded);
      stall.close();
      computing.forEach(Task::result);
    }
  }

  private static int sleepOrWait(CountDownLatch goOn) throws InterruptedException {
    goOn.await();
    Thread.sleep(1);
    Task<Integer> child = Task.start(Thread.ofVirtual().factory(), LoopTest::here);
    return child.result() + here() + 1;
  }

  @Test
  void aThreadThatIsStartedAfterwardsIsRunByTheJdk() throws Exception {
    Packetloom loom = openLoops(LOOPS);
    Thread late = loom.threadFactory().newThread(() -> {});
    loom.close();
    late.start();
    late.join();
    assertThat(Task.start(loom.threadFactory(), LoopTest::here).result()).isEqualTo(-1);
  }

  @Test
  void closingWhileOthersWakeThreadsLosesNone() throws Exception {
    for (int round = 0; round < Scale.rounds(30); round++) {
      List<Task<Integer>> players = new ArrayList<>();
      try (Packetloom loom = openLoops(LOOPS)) {
        for (int i = 0; i < 10; i++) {
          var queue = new java.util.concurrent.SynchronousQueue<Integer>();
          players.add(
              Task.start(
                  loom.threadFactory(),
                  () -> {
                    for (int k = 0; k < 300; k++) {
                      queue.put(k);
                    }
                    return 300;
                  }));
          players.add(
              Task.start(
                  loom.threadFactory(),
                  () -> {
                    int count = 0;
                    while (count < 300) {
                      assertThat(queue.take()).isEqualTo(count++);
                    }
                    return count;
                  }));
        }
      }
      players.forEach(player -> assertThat(player.result()).isEqualTo(300));
    }
  }

  @Test
  void openingAndClosingLeavesNeitherThreadsNorDescriptors() throws Exception {
    openLoops(LOOPS).close();
    int descriptors = OpenDescriptors.count();
    for (int i = 0; i < Scale.rounds(200); i++) {
      try (Packetloom loom = openLoops(1 + i % 3)) {
        if (i % 4 == 0) {
          Talk talk = Talk.start(loom, loom.threadFactory(), 1);
          talk.awaitRounds(1);
          talk.stop();
        }
      }
    }
    Await.until("threads end", () -> before.containsAll(ownThreads()));
    assertNoneLost(descriptors);
  }

  @Test
  void aPollerThatDiesDoesNotStopTheThreadsOfItsLoop() throws Exception {
    MortalPlatform platform = new MortalPlatform();
    try (Packetloom loom = loops(LOOPS).open(platform)) {
      List<Task<Integer>> tasks = new ArrayList<>();
      CountDownLatch goOn = new CountDownLatch(1);
      for (int i = 0; i < 20; i++) {
        tasks.add(
            Task.start(
                loom.threadFactory(),
                () -> {
                  goOn.await();
                  Thread.sleep(1);
                  return here();
                }));
      }
      tasks.forEach(task -> task.awaitParked());
      for (MortalPoller poller : platform.opened()) {
        poller.die("the poller was told to die");
      }
      awaitQuiet(loom, LOOPS);
      goOn.countDown();
      Set<Integer> loops = new HashSet<>();
      tasks.forEach(task -> loops.add(task.result()));
      Await.until( // one may have taken the threads of the other
          "both loops run threads",
          () -> {
            loops.add(Task.start(loom.threadFactory(), LoopTest::here).result());
            return loops.containsAll(Set.of(0, 1));
          });
    }
  }
}
