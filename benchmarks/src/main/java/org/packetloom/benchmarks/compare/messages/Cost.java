// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the current thread has used. */
final class Cost {
  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean(); // HotSpot's

  private Cost() {}

  /** Processor time. */
  static long cpuNanos() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /** Bytes of objects it has made. */
  static long allocatedBytes() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
