// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;

/**
 * Two virtual threads that send a byte to and fro: every read parks. Beside {@link
 * ParkWakeBenchmark}, the same without input and output; compare what is allocated with {@code
 * -prof gc}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class StreamPingPongBenchmark {
  private static final int ROUNDS = 10_000;

  @Param({"virtual", "thread"})
  public String engine;

  @Param({"epoll", "poll"})
  public String poller;

  /** Whether each read has a timeout of 30 s. */
  @Param({"false", "true"})
  public boolean timed;

  /** Pairs that play at once and share the rounds; the work of the pollers spreads over them. */
  @Param({"1", "100"})
  public int pairs;

  private Packetloom loom;
  private final List<Pair> open = new ArrayList<>();

  @Setup(Level.Trial)
  public void open() throws IOException {
    loom = Packetloom.builder().engine(engine).poller(poller).open();
    Duration timeout = timed ? Duration.ofSeconds(30) : Duration.ZERO;
    for (int i = 0; i < pairs; i++) {
      Pair pair = loom.pair("tcp://127.0.0.1:0");
      pair.first().readTimeout(timeout);
      pair.second().readTimeout(timeout);
      open.add(pair);
    }
  }

  @TearDown(Level.Trial)
  public void close() {
    loom.close();
    open.clear();
  }

  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public void pingPong() throws InterruptedException {
    List<Thread> players = new ArrayList<>();
    for (Pair pair : open) {
      players.add(Thread.ofVirtual().start(() -> play(pair.second(), false, ROUNDS / pairs)));
      players.add(Thread.ofVirtual().start(() -> play(pair.first(), true, ROUNDS / pairs)));
    }
    for (Thread player : players) {
      player.join();
    }
  }

  private static void play(StreamConnector end, boolean isServing, int rounds) {
    byte[] ball = new byte[1];
    try {
      for (int round = 0; round < rounds; round++) {
        if (isServing) {
          end.write(ball, 0, 1);
        }
        if (end.read(ball, 0, 1) != 1) {
          throw new IllegalStateException("end");
        }
        if (!isServing) {
          end.write(ball, 0, 1);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
