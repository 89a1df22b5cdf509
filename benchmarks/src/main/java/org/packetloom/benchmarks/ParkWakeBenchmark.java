// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The floor under every round trip: two virtual threads of the JDK's scheduler that park and wake
 * each other, with no input or output at all. One operation is one round: two parks and two
 * wake-ups.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ParkWakeBenchmark {
  private static final int ROUNDS = 1_000;

  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public int pingPong() throws InterruptedException {
    var match = new Match();
    match.pong.start();
    match.ping.start();
    match.ping.join();
    match.pong.join();
    return match.turn;
  }

  /** Even turns are ping's, odd ones pong's. */
  private static final class Match {
    final Thread ping = Thread.ofVirtual().name("ping").unstarted(() -> play(0));
    final Thread pong = Thread.ofVirtual().name("pong").unstarted(() -> play(1));
    volatile int turn; // written only by the player whose turn it is

    private void play(int mine) {
      for (int round = 0; round < ROUNDS; round++) {
        while ((turn & 1) != mine) {
          LockSupport.park(this);
        }
        turn = 2 * round + mine + 1;
        LockSupport.unpark(mine == 0 ? pong : ping);
      }
    }
  }
}
