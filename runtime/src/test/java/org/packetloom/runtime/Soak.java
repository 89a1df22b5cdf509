// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.packetloom.InterruptPolicy;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Task;

/**
 * Many connections at once, each direction of which carries bytes of its own, in pieces of any size
 * and form, by threads that are interrupted and time out at any moment, and go on from where they
 * stopped.
 *
 * <p>Each reader knows every byte that is to come: none is lost, none comes twice, and none is that
 * of another connection.
 */
final class Soak {
  private static final String[] PLACES = {"local://", "tcp4://127.0.0.1:0", "anon://"};
  private static final InterruptPolicy[] POLICIES = {
    InterruptPolicy.KEEP_OPEN, InterruptPolicy.KEEP_OPEN, InterruptPolicy.DEFER
  };
  private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long MOST_PAUSE_NANOS = 300_000;

  private final Packetloom loom;
  private final Random random;
  private final List<SoakEnd> ends = new ArrayList<>();
  private final List<Task<Void>> tasks = new ArrayList<>();

  private Soak(Packetloom loom, long seed) {
    this.loom = loom;
    this.random = new Random(seed);
  }

  /** Sends so many bytes through each direction of each connection. */
  static void run(Packetloom loom, int connections, long bytes, long seed) throws IOException {
    Soak soak = new Soak(loom, seed);
    for (int i = 0; i < connections; i++) {
      Pair pair = loom.pair(PLACES[i % PLACES.length]);
      soak.connect(pair.first(), pair.second(), bytes);
      soak.connect(pair.second(), pair.first(), bytes);
    }
    soak.trouble();
    for (Task<Void> task : soak.tasks) {
      task.result();
    }
  }

  private void connect(StreamConnector from, StreamConnector to, long bytes) {
    from.interruptPolicy(POLICIES[random.nextInt(POLICIES.length)]);
    long own = random.nextLong();
    SoakWriter writer = new SoakWriter(from, own, bytes);
    SoakReader reader = new SoakReader(to, own, bytes);
    ends.add(writer);
    ends.add(reader);
    tasks.add(Task.start(threads(), writer::run));
    tasks.add(Task.start(threads(), reader::run));
  }

  /** Most threads live in the loops if there are any; a few are not even virtual. */
  private ThreadFactory threads() {
    return switch (random.nextInt(8)) {
      case 0 -> Thread.ofPlatform().daemon().factory();
      case 1, 2 -> Thread.ofVirtual().factory();
      default -> loom.threadFactory();
    };
  }

  /** Interrupts any of them at any time, until all have ended, or none gets on. */
  private void trouble() {
    long moved = -1;
    long since = System.nanoTime();
    while (!tasks.stream().allMatch(Task::hasEnded)) {
      tasks.get(random.nextInt(tasks.size())).interrupt();
      LockSupport.parkNanos(random.nextLong(MOST_PAUSE_NANOS));
      long now = ends.stream().mapToLong(SoakEnd::position).sum();
      if (now != moved) {
        moved = now;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > PATIENCE_NANOS) {
        throw new AssertionError(
            "nobody gets on: " + ends.stream().filter(e -> !e.isDone()).toList() + loom.dump());
      }
    }
  }
}
