// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Task;

/**
 * A given number of round trips, split over pairs of threads: some timed, some with both ends in
 * one loop and some across, some that talk in both directions at once.
 *
 * <p>A wake-up that is lost would leave a pair where it is for ever: if no pair gets on for 30
 * seconds, that is told with all that the toolkit knows.
 */
final class PingPong {
  static final int PAIRS = 32;
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long LOOK_NANOS = 5_000_000;

  private final Packetloom loom;
  private final AtomicLong[] left;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong halves = new AtomicLong();
  private final List<Task<Void>> tasks = new ArrayList<>();

  private PingPong(Packetloom loom, long roundTrips) {
    this.loom = loom;
    this.left = new AtomicLong[PAIRS];
    for (int i = 0; i < PAIRS; i++) {
      left[i] = new AtomicLong(roundTrips / PAIRS);
    }
  }

  /** Plays, and gives the number of round trips. */
  static long play(Packetloom loom, long roundTrips) throws IOException {
    PingPong game = new PingPong(loom, roundTrips);
    for (int i = 0; i < PAIRS; i++) {
      game.start(i);
    }
    game.watch();
    game.tasks.forEach(Task::result);
    return game.done.get() + game.halves.get() / 2;
  }

  private void start(int index) throws IOException {
    var pair = loom.pair(index % 4 == 3 ? "tcp4://127.0.0.1:0" : "local://");
    if (index % 2 == 1) {
      pair.first().readTimeout(TIMEOUT);
      pair.second().readTimeout(TIMEOUT);
    }
    // elsewhere: on the JDK's scheduler, so that each wake-up comes from a foreign thread
    ThreadFactory near = loom.threadFactory();
    ThreadFactory far = index % 4 == 1 ? Thread.ofVirtual().factory() : near;
    AtomicLong own = left[index];
    if (index % 8 < 3) {
      tasks.add(Task.start(far, () -> answer(pair.second())));
      tasks.add(Task.start(near, () -> ask(pair.first(), own)));
    } else { // four threads, one for each direction of each stream
      long count = own.get();
      tasks.add(Task.start(near, () -> send(pair.first(), count)));
      tasks.add(Task.start(near, () -> send(pair.second(), count)));
      tasks.add(Task.start(far, () -> receive(pair.first(), count, own)));
      tasks.add(Task.start(far, () -> receive(pair.second(), count, new AtomicLong(count))));
    }
  }

  private Void ask(StreamConnector stream, AtomicLong left) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    long count = left.get();
    try (stream) {
      for (long i = 0; i < count; i++) {
        stream.write(one.clear().put((byte) i).flip());
        stream.readFully(one.clear());
        ensureSame(one.get(0), (byte) i);
        left.decrementAndGet();
      }
    }
    done.addAndGet(count);
    return null;
  }

  private static Void answer(StreamConnector stream) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    long count = 0;
    try (stream) {
      while (stream.read(one.clear()) == 1) {
        ensureSame(one.get(0), (byte) count++);
        stream.write(one.flip());
      }
    }
    return null;
  }

  private static Void send(StreamConnector stream, long count) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    for (long i = 0; i < count; i++) {
      stream.write(one.clear().put((byte) i).flip());
    }
    return null;
  }

  /** Half a round trip for each byte: as many are sent in the other direction. */
  private Void receive(StreamConnector stream, long count, AtomicLong left) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    for (long i = 0; i < count; i++) {
      stream.readFully(one.clear());
      ensureSame(one.get(0), (byte) i);
      left.decrementAndGet();
    }
    halves.addAndGet(count);
    return null;
  }

  private static void ensureSame(byte received, byte expected) {
    if (received != expected) {
      throw new AssertionError("received " + received + " instead of " + expected);
    }
  }

  /** Waits until all have ended, or one of them gets nowhere. */
  private void watch() {
    long[] seen = new long[PAIRS];
    long[] since = new long[PAIRS];
    while (!tasks.stream().allMatch(Task::hasEnded)) {
      long now = System.nanoTime();
      for (int i = 0; i < PAIRS; i++) {
        long current = left[i].get();
        if (seen[i] != current || since[i] == 0) {
          seen[i] = current;
          since[i] = now;
        } else if (current > 0 && now - since[i] > PATIENCE_NANOS) {
          throw new AssertionError("pair " + i + " stands with " + current + " left: " + words());
        }
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private String words() {
    List<String> threads = new ArrayList<>();
    for (Task<Void> task : tasks) {
      if (!task.hasEnded()) {
        threads.add(task.thread() + " " + task.thread().getState());
      }
    }
    return loom.dump() + threads;
  }
}
