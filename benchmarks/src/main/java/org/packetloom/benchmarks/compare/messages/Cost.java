// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the current thread has used. */
final class Cost {
  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean(); // HotSpot's

  private static final int COLLECTIONS = 3;

  private Cost() {}

  /** Processor time. */
  static long cpuNanos() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /** Bytes of heap that are in use, by all threads. */
  static long heapBytes() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc(); // the serial collector, in compare's own process
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Bytes of objects it has made. */
  static long allocatedBytes() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
