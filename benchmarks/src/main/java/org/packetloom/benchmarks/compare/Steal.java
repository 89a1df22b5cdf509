// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * How much of the processors' time the host of a virtual machine gave to others while they had
 * something to do: the kernel's count of it, in ticks of 10 ms (proc_stat(5)).
 */
final class Steal {
  private static final Path STAT = Path.of("/proc/stat");
  private static final int FIELD = 8; // behind "cpu" and seven other times
  private static final double TICK_NANOS = 1e7;

  private final int processors;
  private final LongSupplier ticks;
  private final long beganNanos = System.nanoTime();
  private final long beganTicks;

  private Steal(int processors, LongSupplier ticks) {
    this.processors = processors;
    this.ticks = ticks;
    this.beganTicks = ticks.getAsLong();
  }

  /**
   * Begins to watch all processors there are.
   *
   * @param ticks the count, such as {@link #ticks()}
   */
  static Steal begin(LongSupplier ticks) {
    return new Steal(Runtime.getRuntime().availableProcessors(), ticks);
  }

  /** The part of their time that was taken so far; 0 where nobody counts it. */
  double part() {
    long nanos = (System.nanoTime() - beganNanos) * processors;
    return nanos == 0 ? 0 : (ticks.getAsLong() - beganTicks) * TICK_NANOS / nanos;
  }

  /** The kernel's count; always the same where there is none. */
  static long ticks() {
    try {
      return parse(Files.readAllLines(STAT).getFirst());
    } catch (IOException _) {
      return 0;
    }
  }

  /** From the line of all processors. */
  static long parse(String line) {
    String[] fields = line.trim().split(" +");
    return fields.length > FIELD ? Long.parseLong(fields[FIELD]) : 0;
  }
}
