// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Await;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Task;

/** Bytes that come before, while and after a carrier is stuck, which another one stands in for. */
class StalledArrivalTest extends LoopTest {
  private static final int READERS = 24;

  /** Reads numbers that must be one after the other. */
  private static final class Reader {
    private final Pair pair;
    private final AtomicLong read = new AtomicLong();
    private final Task<Void> task;
    private long written; // the writer's

    Reader(Packetloom loom, int number) throws IOException {
      this.pair = loom.pair(number % 2 == 0 ? "local://" : "tcp4://127.0.0.1:0");
      this.task =
          Task.start(
              loom.threadFactory(),
              () -> {
                ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES);
                try (StreamConnector near = pair.first()) {
                  while (near.read(buffer) >= 0) {
                    if (!buffer.hasRemaining()) {
                      assertThat(buffer.getLong(0)).isEqualTo(read.get());
                      buffer.clear();
                      read.incrementAndGet();
                    }
                  }
                  assertThat(buffer.position()).isZero();
                }
                return null;
              });
    }

    /** Writes the first bytes of the next number. */
    void begin(int count) throws IOException {
      pair.second().write(number().limit(count));
    }

    /** Writes the others. */
    void end(int from) throws IOException {
      pair.second().write(number().position(from));
      written++;
    }

    private ByteBuffer number() {
      return ByteBuffer.allocate(Long.BYTES).putLong(0, written);
    }

    void awaitAll() {
      Await.until(
          "number " + written + " comes to " + pair.first(),
          () -> read.get() == written || task.hasEnded());
      assertThat(read.get()).isEqualTo(written);
    }

    void close() throws IOException {
      pair.second().close();
      task.result();
    }
  }

  @ParameterizedTest
  @CsvSource({"1,COMPUTE", "2,COMPUTE", "1,CLASS_INITIALISER", "2,CLASS_INITIALISER"})
  void whatArrivesComesOnceAndInOrder(int loops, Stall.Kind kind) throws Exception {
    int rounds = Scale.rounds(20);
    try (Packetloom loom = openLoops(loops)) {
      List<Reader> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        readers.add(new Reader(loom, i));
      }
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < READERS; i += 2) {
          readers.get(i).begin(1 + (round + i) % 7);
        }
        Set<Task<Void>> stalled;
        try (Stall stall = Stall.of(kind)) {
          stalled = occupy(loom.threadFactory(), loops, stall);
          for (int i = 0; i < READERS; i++) {
            readers.get(i).end(i % 2 == 0 ? 1 + (round + i) % 7 : 0);
          }
          readers.forEach(Reader::awaitAll);
          assertThat(stalled).noneMatch(Task::hasEnded);
          for (Reader reader : readers) {
            reader.begin(3);
          }
        }
        for (Reader reader : readers) {
          reader.end(3);
        }
        stalled.forEach(Task::result);
        readers.forEach(Reader::awaitAll);
      }
      assertThat(dumped(loom, "handed over")).isGreaterThanOrEqualTo(rounds);
      for (Reader reader : readers) {
        reader.close();
      }
    }
  }
}
