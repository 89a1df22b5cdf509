// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** Threads that hold their carriers, one in each loop, do not stop the others of these loops. */
class StallTest extends LoopTest {
  private static final int ROUNDS = 50;

  @ParameterizedTest
  @CsvSource({
    "1,COMPUTE",
    "2,COMPUTE",
    "8,COMPUTE",
    "1,NATIVE",
    "2,NATIVE",
    "8,NATIVE",
    "1,CLASS_INITIALISER",
    "2,CLASS_INITIALISER",
    "8,CLASS_INITIALISER"
  })
  void othersGoOnWhileAllLoopsAreStalled(int loops, Stall.Kind kind) throws Exception {
    stall(loops, kind);
  }

  @Test
  void othersGoOnOnOneProcessor() throws Exception {
    List<String> command = new ArrayList<>(List.of(Tools.find("taskset"), "-c", "0"));
    List<String> options = List.of(JavaChild.NATIVE_ACCESS, JavaChild.OPENS);
    command.addAll(JavaChild.command(options, Child.class, poller()));
    assertThat(JavaChild.run(command)).endsWith("processors: 1");
  }

  /** All kinds, with a loop and with many, in a process of its own. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      StallTest test =
          new StallTest() {
            @Override
            String poller() {
              return arguments[0];
            }
          };
      for (int loops : new int[] {1, 2, 8}) {
        for (Stall.Kind kind : Stall.Kind.values()) {
          test.stall(loops, kind);
        }
      }
      System.out.println("processors: " + Runtime.getRuntime().availableProcessors());
    }
  }

  private void stall(int loops, Stall.Kind kind) throws IOException {
    try (Packetloom loom = openLoops(loops)) {
      Talk talk = Talk.start(loom, loom.threadFactory(), 2 * loops);
      talk.awaitRounds(ROUNDS);
      Set<Task<Void>> stalled;
      try (Stall stall = Stall.of(kind)) {
        stalled = occupy(loom.threadFactory(), loops, stall);
        Await.until("a loop is handed over", () -> dumped(loom, "handed over") > 0);
        talk.awaitRounds(ROUNDS);
        assertThat(stalled).noneMatch(Task::hasEnded);
      }
      stalled.forEach(Task::result);
      talk.awaitRounds(ROUNDS);
      talk.stop();
      awaitQuiet(loom, loops);
      awaitNoThreads(loom); // a carrier that was overtaken may still be about to end its own
    }
  }

  /** More events are found at once than are told at once; one of the threads holds the rest up. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3, 7, 15})
  void eventsThatAreFoundButNotToldAreNotHeldUp(int before) throws Exception {
    int pairs = 30; // that a poller finds by one wait
    try (Packetloom loom = openLoops(1)) {
      CountDownLatch areRead = new CountDownLatch(pairs - 1);
      CountDownLatch holds = new CountDownLatch(1);
      CountDownLatch mayGo = new CountDownLatch(1);
      List<StreamConnector> far = new ArrayList<>();
      List<Task<Void>> readers = new ArrayList<>();
      AtomicInteger arrivals = new AtomicInteger();
      for (int i = 0; i < pairs; i++) {
        Pair pair = loom.pair("anon://");
        far.add(pair.second());
        readers.add(
            Task.start(
                loom.threadFactory(),
                () -> {
                  try (StreamConnector near = pair.first()) {
                    assertThat(near.read(new byte[1])).isEqualTo(1);
                    if (arrivals.getAndIncrement() == before) {
                      while (areRead.getCount() > 0) {
                        Thread.onSpinWait();
                      }
                    } else {
                      areRead.countDown();
                    }
                    return null;
                  }
                }));
      }
      for (int i = 0; i < pairs; i++) {
        readers.get(i).awaitParked();
      }
      Task<Void> holder =
          Task.start( // so that all bytes are found by one wait
              loom.threadFactory(),
              () -> {
                holds.countDown();
                while (mayGo.getCount() > 0) {
                  Thread.onSpinWait();
                }
                return null;
              });
      holds.await();
      for (StreamConnector stream : far) {
        stream.write(new byte[1]);
      }
      mayGo.countDown();
      holder.result();
      readers.forEach(Task::result);
      for (StreamConnector stream : far) {
        stream.close();
      }
    }
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @Test
  void noMoreCarriersAreMadeThanAllowedAndTheOthersAreCounted() throws Exception {
    try (Packetloom loom = openLoops(2, "packetloom.loop.carriers", "3");
        Stall stall = Stall.of(Stall.Kind.COMPUTE)) {
      List<Task<Void>> stalled = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        stalled.add(
            Task.start(
                loom.threadFactory(),
                () -> {
                  stall.run();
                  return null;
                }));
      }
      Await.until("a hand-over is refused", () -> dumped(loom, "refused beyond 3") > 0);
      assertThat(carriers(loom)).isEqualTo(3);
      stall.close();
      stalled.forEach(Task::result);
      awaitQuiet(loom, 2);
      Await.until( // the one that was overtaken comes back in its own time
          "one is spare: " + loom.dump(), () -> loom.dump().contains("carriers: 3, 1 spare"));
    }
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @Test
  void withoutHandOverOthersWait() throws Exception {
    try (Packetloom loom = openLoops(1, "packetloom.loop.handover", "off");
        Stall stall = Stall.of(Stall.Kind.COMPUTE)) {
      Set<Task<Void>> stalled = occupy(loom.threadFactory(), 1, stall);
      Task<Integer> other = Task.start(loom.threadFactory(), () -> 1);
      LockSupport.parkNanos(50_000_000); // for a hand-over that must not come
      assertThat(other.hasEnded()).isFalse();
      stall.close();
      stalled.forEach(Task::result);
      assertThat(other.result()).isEqualTo(1);
      assertThat(dumped(loom, "handed over")).isZero();
    }
  }

  private interface TimedWait<T> {
    T await(int millis) throws Exception;
  }

  /**
   * Starts a wait for so many milliseconds in a loop, and sees it park; if that is over before it
   * was seen, on a busy machine, another one that is longer.
   */
  private static <T> Task<T> parked(Packetloom loom, int millis, TimedWait<T> wait) {
    Task<T> waiter = Task.start(loom.threadFactory(), () -> wait.await(millis));
    Await.until("it waits", () -> waiter.hasEnded() || isParked(waiter.thread()));
    return waiter.hasEnded() ? parked(loom, 4 * millis, wait) : waiter;
  }

  private static boolean isParked(Thread thread) {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING -> true;
      case NEW, RUNNABLE, BLOCKED, TERMINATED -> false;
    };
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @Test
  void aDeadlinePassesInALoopThatIsStalled() throws Exception {
    try (Packetloom loom = openLoops(1);
        var pair = loom.pair("local://");
        Stall stall = Stall.of(Stall.Kind.COMPUTE)) {
      Task<Integer> reader =
          parked(
              loom,
              100,
              millis -> {
                pair.first().readTimeout(Duration.ofMillis(millis));
                return pair.first().read(ByteBuffer.allocate(1));
              });
      Set<Task<Void>> stalled = occupy(loom.threadFactory(), 1, stall);
      reader.assertFailure().isInstanceOf(ConnectorTimeoutException.class);
      assertThat(stalled).noneMatch(Task::hasEnded);
      stall.close();
      stalled.forEach(Task::result);
    }
  }

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @Test
  void aThreadThatParkedForATimeWakesInALoopThatIsStalled() throws Exception {
    try (Packetloom loom = openLoops(1);
        Stall stall = Stall.of(Stall.Kind.COMPUTE)) {
      Task<Boolean> waiter =
          parked(loom, 50, millis -> new CountDownLatch(1).await(millis, MILLISECONDS));
      Set<Task<Void>> stalled = occupy(loom.threadFactory(), 1, stall);
      assertThat(waiter.result()).isFalse();
      assertThat(stalled).noneMatch(Task::hasEnded);
      stall.close();
      stalled.forEach(Task::result);
    }
  }
}
