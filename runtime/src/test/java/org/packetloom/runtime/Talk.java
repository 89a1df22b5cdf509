// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** Pairs of threads that send a growing number to and fro until told to stop. */
final class Talk {
  private final List<AtomicLong> rounds = new ArrayList<>();
  private final List<Task<Long>> askers = new ArrayList<>();
  private final List<Task<Long>> answerers = new ArrayList<>();
  private volatile boolean isOver;

  private Talk() {}

  /** Begins to talk over so many connections. */
  static Talk start(Packetloom loom, ThreadFactory threads, int pairs) throws IOException {
    Talk talk = new Talk();
    for (int i = 0; i < pairs; i++) {
      Pair pair = loom.pair(i % 2 == 0 ? "local://" : "tcp4://127.0.0.1:0");
      AtomicLong count = new AtomicLong();
      talk.rounds.add(count);
      talk.answerers.add(Task.start(threads, () -> answer(pair.second())));
      talk.askers.add(Task.start(threads, () -> talk.ask(pair.first(), count)));
    }
    return talk;
  }

  private long ask(StreamConnector stream, AtomicLong count) throws IOException {
    try (stream) {
      ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES);
      long sum = 0;
      for (long number = 1; !isOver; number++) {
        stream.write(buffer.clear().putLong(number).flip());
        stream.readFully(buffer.clear());
        assertThat(buffer.getLong(0)).isEqualTo(-number);
        sum += number;
        count.incrementAndGet();
      }
      return sum;
    }
  }

  private static long answer(StreamConnector stream) throws IOException {
    try (stream) {
      ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES);
      long sum = 0;
      while (stream.read(buffer.clear()) == Long.BYTES) {
        sum += buffer.getLong(0);
        stream.write(buffer.clear().putLong(-buffer.getLong(0)).flip());
      }
      return sum;
    }
  }

  /** Waits until each pair has done so many round trips more. */
  void awaitRounds(int more) {
    List<Long> goals = rounds.stream().map(count -> count.get() + more).toList();
    for (int i = 0; i < goals.size(); i++) {
      int index = i;
      try {
        Await.until("goes on", () -> rounds.get(index).get() >= goals.get(index));
      } catch (AssertionError late) {
        throw new AssertionError("pair " + i + " of " + rounds + " was to get to " + goals, late);
      }
    }
  }

  /** Ends it; nothing was lost. */
  void stop() {
    isOver = true;
    for (int i = 0; i < rounds.size(); i++) {
      long count = rounds.get(i).get();
      long sum = askers.get(i).result();
      assertThat(sum).isGreaterThanOrEqualTo(count * (count + 1) / 2);
      assertThat(answerers.get(i).result()).isEqualTo(sum);
    }
  }
}
