// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.packetloom.Packetloom;
import org.packetloom.nio.PacketloomSelectorProvider;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Task;

/** Selections that meet wake-ups, changes, cancellations and close: nothing is lost or hangs. */
class SelectorRaceTest extends ToolkitTest {
  /** A test that runs once for each way in which virtual threads wait. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @ParameterizedTest(name = "{0}/{1}")
  @CsvSource({"virtual,epoll", "loop,epoll", "virtual,poll", "loop,io_uring"})
  @interface EachPark {}

  private static final int ROUNDS = 100;

  private final long seed = new Random().nextLong();

  private static ThreadFactory threads(int round, Packetloom loom) {
    return round % 2 == 0 ? loom.threadFactory() : Thread.ofPlatform().factory();
  }

  private static void spin(Random random) {
    for (int spins = random.nextInt(3_000); spins > 0; spins--) {
      Thread.onSpinWait();
    }
  }

  private static Pipe pipe(PacketloomSelectorProvider provider) throws Exception {
    Pipe pipe = provider.openPipe();
    pipe.source().configureBlocking(false);
    return pipe;
  }

  private static void close(Pipe pipe) throws Exception {
    pipe.source().close();
    pipe.sink().close();
  }

  @EachPark
  void everyWakeUpEndsASelection(String engine, String poller) throws Exception {
    Random random = new Random(seed);
    try (Packetloom loom = open(engine, poller);
        Selector selector = PacketloomSelectorProvider.of(loom).openSelector()) {
      for (int kind = 0; kind < 2; kind++) {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger served = new AtomicInteger();
        Task<Void> selecting =
            Task.start(
                threads(kind, loom),
                () -> {
                  while (served.get() < ROUNDS) {
                    assertThat(selector.select()).isZero();
                    served.set(asked.get());
                  }
                  return null;
                });
        for (int i = 1; i <= ROUNDS; i++) {
          spin(random);
          asked.set(i);
          selector.wakeup();
          while (served.get() < i && !selecting.hasEnded()) {
            Thread.onSpinWait();
          }
        }
        selecting.result();
        selector.selectNow(); // takes a wake-up that came late
      }
    }
  }

  /** As servers do it: nothing is wanted of a key while it is worked at, by another thread. */
  @EachPark
  void interestThatIsGivenBackWithAWakeUpIsHeeded(String engine, String poller) throws Exception {
    Random random = new Random(seed);
    try (Packetloom loom = open(engine, poller)) {
      var provider = PacketloomSelectorProvider.of(loom);
      for (int kind = 0; kind < 2; kind++) {
        Pipe pipe = pipe(provider);
        try (Selector selector = provider.openSelector()) {
          SelectionKey key = pipe.source().register(selector, SelectionKey.OP_READ);
          AtomicInteger selections = new AtomicInteger();
          Task<Void> selecting =
              Task.start(
                  threads(kind, loom),
                  () -> {
                    while (selections.get() < ROUNDS) {
                      int unused =
                          selector.select(
                              ready -> {
                                ready.interestOps(0);
                                selections.incrementAndGet();
                              });
                    }
                    return null;
                  });
          ByteBuffer one = ByteBuffer.allocate(1);
          for (int i = 1; i <= ROUNDS; i++) {
            pipe.sink().write(one.clear());
            while (selections.get() < i && !selecting.hasEnded()) {
              Thread.onSpinWait();
            }
            assertThat(selections.get()).as("seed %d", seed).isEqualTo(i);
            assertThat(pipe.source().read(one.clear())).isOne();
            spin(random);
            key.interestOpsOr(SelectionKey.OP_READ);
            selector.wakeup();
          }
          selecting.result();
        } finally {
          close(pipe);
        }
      }
    }
  }

  @EachPark
  void cancelAndRegisterAgainWhileSelecting(String engine, String poller) throws Exception {
    Random random = new Random(seed);
    try (Packetloom loom = open(engine, poller)) {
      var provider = PacketloomSelectorProvider.of(loom);
      Pipe pipe = pipe(provider);
      try (Selector selector = provider.openSelector()) {
        pipe.sink().write(ByteBuffer.allocate(1)); // readable all the time
        Task<Integer> selecting =
            Task.start(loom.threadFactory(), () -> selectUntilInterrupted(selector));
        int registered = 0;
        for (int i = 0; i < ROUNDS; i++) {
          try {
            SelectionKey key = pipe.source().register(selector, SelectionKey.OP_READ);
            registered++;
            selector.wakeup();
            spin(random);
            key.cancel();
          } catch (CancelledKeyException _) {
            // not taken out yet
          }
          selector.wakeup();
        }
        selecting.interrupt();
        int unused = selecting.result();
        assertThat(selecting.endedInterrupted()).isTrue();
        assertThat(registered).isPositive();
        assertThat(selector.selectNow()).isZero();
        assertThat(selector.keys()).isEmpty();
        pipe.source().register(selector, SelectionKey.OP_READ);
        assertThat(selector.select()).as("seed %d", seed).isOne();
      } finally {
        close(pipe);
      }
    }
  }

  private static int selectUntilInterrupted(Selector selector) throws Exception {
    int count = 0;
    while (!Thread.currentThread().isInterrupted()) {
      count += selector.select();
      selector.selectedKeys().clear();
    }
    return count;
  }

  @EachPark
  void closeWhileSelectingAndRegistering(String engine, String poller) throws Exception {
    int before = OpenDescriptors.count();
    Random random = new Random(seed);
    try (Packetloom loom = open(engine, poller)) {
      var provider = PacketloomSelectorProvider.of(loom);
      for (int i = 0; i < ROUNDS / 5; i++) {
        Selector selector = provider.openSelector();
        List<Pipe> pipes = new ArrayList<>();
        for (int p = 0; p < 3; p++) {
          pipes.add(pipe(provider));
        }
        Task<Integer> selecting =
            Task.start(
                threads(i, loom),
                () -> {
                  int selections = 0;
                  while (selector.isOpen()) {
                    selections += selector.select(100_000);
                  }
                  return selections;
                });
        Task<Void> registering =
            startAction(
                () -> {
                  for (Pipe pipe : pipes) {
                    pipe.source().register(selector, SelectionKey.OP_READ);
                  }
                });
        spin(random);
        pipes.getFirst().sink().write(ByteBuffer.allocate(1));
        selector.close();
        if (selecting.hasFailed()) {
          selecting.assertFailure().isInstanceOf(ClosedSelectorException.class);
        }
        if (registering.hasFailed()) {
          registering.assertFailure().isInstanceOf(ClosedSelectorException.class);
        }
        for (Pipe pipe : pipes) {
          assertThat(pipe.source().isRegistered()).as("seed %d", seed).isFalse();
          close(pipe);
        }
      }
    }
    assertNoneLost(before);
  }

  @EachPark
  void channelsThatCloseWhileSelectedDisturbNobody(String engine, String poller) throws Exception {
    int before = OpenDescriptors.count();
    Random random = new Random(seed);
    try (Packetloom loom = open(engine, poller)) {
      var provider = PacketloomSelectorProvider.of(loom);
      try (Selector selector = provider.openSelector()) {
        AtomicInteger told = new AtomicInteger();
        Task<Integer> selecting =
            Task.start(
                loom.threadFactory(),
                () -> {
                  while (!Thread.currentThread().isInterrupted()) {
                    int unused =
                        selector.select(
                            key -> {
                              told.incrementAndGet();
                              key.cancel();
                            });
                  }
                  return told.get();
                });
        int kept = 0;
        for (int i = 0; i < ROUNDS; i++) {
          Pipe pipe = pipe(provider);
          pipe.source().register(selector, SelectionKey.OP_READ);
          selector.wakeup();
          pipe.sink().write(ByteBuffer.allocate(1));
          if (random.nextBoolean()) {
            spin(random);
          } else {
            kept++;
            while (pipe.source().isRegistered() && !selecting.hasEnded()) {
              Thread.onSpinWait();
            }
          }
          close(pipe);
        }
        selecting.interrupt();
        assertThat(selecting.result()).as("seed %d", seed).isBetween(kept, ROUNDS);
        selector.selectNow();
        assertThat(selector.keys()).isEmpty();
      }
    }
    assertNoneLost(before);
  }
}
