// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.event.WriteQueue;
import org.packetloom.suite.Await;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;

/** Write queues that end in the midst of offers, and producers that leave no time to others. */
class WriteQueueRaceTest extends ToolkitTest {
  /** One queue that several threads fill while others end it. */
  private static final class Round {
    private final Packetloom loom;
    private final Random random;
    private final Pair pair;
    private final WriteQueue queue;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger lent = new AtomicInteger();
    private final ConcurrentLinkedQueue<ByteBuffer> returned = new ConcurrentLinkedQueue<>();

    Round(Packetloom loom, String uri, Random random) throws IOException {
      this.loom = loom;
      this.random = random;
      this.pair = loom.pair(uri);
      this.queue =
          pair.first().writeQueue(1 + random.nextInt(5_000), (_, _) -> failures.incrementAndGet());
    }

    void play() throws IOException {
      List<Task<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        tasks.add(start(random.nextInt(), this::produce));
      }
      tasks.add(start(random.nextInt(), this::consume));
      Task<Void> flusher = start(random.nextInt(), _ -> queue.flush(Deadline.NONE));
      tasks.add(flusher);
      tasks.add(start(random.nextInt(), this::end));
      tasks.forEach(Task::awaitEnd);
      queue.close();
      pair.close();
      Await.until("the last write ends", () -> queue.queuedBytes() == 0);
      Await.until("all is given back", () -> returned.size() >= lent.get());
      assertThat(returned).hasSize(lent.get());
      assertThat(failures.get()).isLessThanOrEqualTo(1);
    }

    private interface Part {
      void play(Random random) throws IOException;
    }

    private Task<Void> start(int seed, Part part) {
      return Task.start(
          loom.threadFactory(),
          () -> {
            part.play(new Random(seed));
            return null;
          });
    }

    private void produce(Random own) throws IOException {
      for (int i = 0; i < 10_000; i++) {
        int size = own.nextInt((int) Math.min(300, queue.capacityBytes() + 1));
        ByteBuffer source = ByteBuffer.allocate(size);
        boolean isLent = own.nextBoolean();
        if (isLent) {
          lent.incrementAndGet(); // before, as it may be given back at once
        }
        boolean isAccepted = false;
        try {
          isAccepted = isLent ? queue.offer(source, returned::add) : queue.offer(source);
        } finally {
          if (isLent && !isAccepted) {
            lent.decrementAndGet();
          }
        }
        if (!isAccepted) {
          queue.awaitRoom(size, Deadline.NONE);
        }
      }
    }

    private void consume(Random own) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(1 + own.nextInt(10_000));
      while (pair.second().read(bytes.clear()) >= 0) {
        if (own.nextInt(50) == 0) {
          Thread.yield();
        }
      }
    }

    private void end(Random own) throws IOException {
      Deadline moment = Deadline.after(Duration.ofNanos(own.nextInt(1_000_000)));
      while (!moment.hasPassed()) {
        Thread.yield();
      }
      switch (own.nextInt(5)) {
        case 0 -> queue.close();
        case 1 -> pair.first().close();
        case 2 -> pair.second().close();
        case 3 -> pair.first().shutdownOutput();
        default -> queue.close(Deadline.after(Duration.ofMillis(1)));
      }
      pair.first().close();
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({"virtual, tcp4://127.0.0.1:0", "virtual, local://", "loop, local://"})
  void everyEndGivesEachBufferBackOnce(String engine, String uri) throws Exception {
    Random random = Seed.random();
    try (Packetloom loom = open(engine, "epoll")) {
      for (int i = 0; i < Scale.rounds(50); i++) {
        new Round(loom, uri, random).play();
      }
    }
  }

  // ---- threads that leave no time to others

  @Test
  void aProducerThatNeverYieldsIsServedByItsOwnLoop() throws Exception {
    LoomBuilder builder = builder("loop", "epoll");
    builder.pollers(1);
    try (Packetloom loom = builder.open()) {
      flood(loom);
    }
  }

  @Test
  void aProducerThatNeverYieldsIsServedByItsOwnCarrier() throws Exception {
    List<String> options =
        List.of(
            JavaChild.NATIVE_ACCESS,
            "-Djdk.virtualThreadScheduler.parallelism=1",
            "-Djdk.virtualThreadScheduler.maxPoolSize=1");
    List<String> output = JavaChild.run(JavaChild.command(options, OneCarrier.class));
    assertThat(output).containsExactly("written 6400000");
  }

  /** What runs on one carrier. */
  static final class OneCarrier {
    private OneCarrier() {}

    /** Offers and reads. */
    public static void main(String[] arguments) throws Exception {
      try (Packetloom loom = open("virtual", "epoll")) {
        System.out.println("written " + flood(loom));
      }
    }
  }

  private static long flood(Packetloom loom) throws Exception {
    int count = 100_000;
    try (Pair pair = loom.pair("local://");
        WriteQueue queue = pair.first().writeQueue(100_000)) {
      Task<Void> reader =
          Task.start(
              loom.threadFactory(),
              () -> {
                pair.second().readFully(ByteBuffer.allocate(64 * count));
                return null;
              });
      Task<Boolean> producer =
          Task.start(
              loom.threadFactory(),
              () -> {
                ByteBuffer message = ByteBuffer.allocate(64);
                for (int i = 0; i < count; i++) {
                  while (!queue.offer(message.clear())) {
                    queue.awaitRoom(64, Deadline.NONE);
                  }
                }
                return queue.flush(Deadline.NONE);
              });
      assertThat(producer.result()).isTrue();
      reader.result();
      return queue.writtenBytes();
    }
  }
}
