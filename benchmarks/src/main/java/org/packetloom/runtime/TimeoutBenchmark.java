// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.packetloom.platform.Clock;

/**
 * What it costs to begin and end a timed wait: arming and disarming an entry of the wheel, 30 s
 * from now, with the reading of the clock that goes with it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class TimeoutBenchmark {
  private static final long THIRTY_SECONDS = 30_000_000_000L;

  private TimerThread thread;
  private Timers timers;
  private Waiter waiter;

  @Setup(Level.Trial)
  public void start() {
    thread = new TimerThread(Clock.SYSTEM);
    thread.start();
    timers = thread.timers();
    waiter = new Waiter();
  }

  @TearDown(Level.Trial)
  public void stop() {
    thread.close();
  }

  @Benchmark
  public long readClock() {
    return timers.now();
  }

  @Benchmark
  public long armAndDisarm() {
    long due = timers.now() + THIRTY_SECONDS;
    waiter.arm(due, timers);
    waiter.disarm();
    return due;
  }
}
