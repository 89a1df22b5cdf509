// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.Pair;

/**
 * A write and a read that need not wait, through the public API: 64 bytes into one end of a pair
 * and out of the other. Run with {@code -prof gc}: nothing is allocated.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class StreamBenchmark {
  private static final int SIZE = 64;

  @Param({"local://", "anon://"})
  public String uri;

  /** What a read has to obey: nothing, a rolling timeout, a deadline, an ambient deadline. */
  @Param({"none", "timeout", "deadline"})
  public String limit;

  private Packetloom loom;
  private Pair pair;
  private final byte[] array = new byte[SIZE];
  private final ByteBuffer heap = ByteBuffer.allocate(SIZE + 3);
  private final ByteBuffer direct = ByteBuffer.allocateDirect(SIZE + 3);

  @Setup(Level.Trial)
  public void open() throws IOException {
    loom = Packetloom.open();
    pair = loom.pair(uri);
    switch (limit) {
      case "timeout" -> pair.second().readTimeout(Duration.ofSeconds(30));
      case "deadline" -> pair.second().readDeadline(Deadline.after(Duration.ofHours(1)));
      default -> {}
    }
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    pair.close();
    loom.close();
  }

  @Benchmark
  public int array() throws IOException {
    return pair.first().write(array, 0, SIZE) + pair.second().read(array, 0, SIZE);
  }

  @Benchmark
  public int heapBuffer() throws IOException {
    return pair.first().write(heap.clear().position(3))
        + pair.second().read(heap.clear().position(3));
  }

  @Benchmark
  public int directBuffer() throws IOException {
    return pair.first().write(direct.clear().position(3))
        + pair.second().read(direct.clear().position(3));
  }
}
