// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
import org.packetloom.event.Timer;
import org.packetloom.platform.Clock;

/**
 * What it costs to schedule a timer of a reactor and to cancel it, while others are pending and a
 * runner sleeps beside; with the reading of the clock that goes with it. {@code -t 2} has two
 * threads do so at the same reactor.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class ReactorTimerBenchmark {
  private static final long SECOND = 1_000_000_000L;
  private static final long HOUR = 3_600 * SECOND;

  /** Timers that wait meanwhile, due within two hours. */
  @Param({"1", "1000000"})
  public int pending;

  private ReactorTimers timers;
  private Thread runner;
  private volatile boolean isOver;

  /** The random numbers of one thread. */
  @State(Scope.Thread)
  public static class Delays {
    private final SplittableRandom random = new SplittableRandom();

    /** Up to about 70 seconds. */
    long next() {
      return random.nextLong() >>> 28;
    }
  }

  @Setup(Level.Trial)
  public void start() {
    runner = Thread.ofPlatform().daemon().unstarted(this::run);
    timers = new ReactorTimers(Clock.SYSTEM, () -> LockSupport.unpark(runner));
    var random = new SplittableRandom(1);
    for (int i = 0; i < pending; i++) {
      schedule(HOUR + random.nextLong(HOUR));
    }
    runner.start();
  }

  private void run() {
    while (!isOver) {
      timers.advance(System.nanoTime());
      long nanos = timers.beginSleep();
      if (nanos > 0) {
        LockSupport.parkNanos(this, nanos);
      }
      timers.endSleep();
    }
  }

  private Timer schedule(long delayNanos) {
    return timers.schedule(System.nanoTime() + delayNanos, 0, 0, (timer, now) -> {});
  }

  @TearDown(Level.Trial)
  public void stop() throws InterruptedException {
    isOver = true;
    LockSupport.unpark(runner);
    runner.join();
  }

  /** Thirty seconds: what a time limit costs that does not pass. */
  @Benchmark
  public boolean scheduleAndCancel() {
    return schedule(30 * SECOND).cancel();
  }

  /** Any delay of up to a minute. */
  @Benchmark
  public boolean scheduleAnyAndCancel(Delays delays) {
    return schedule(delays.next()).cancel();
  }
}
