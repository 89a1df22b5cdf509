// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.util.Arrays;
import java.util.Map;

/** Times from being sent until being delivered. */
final class Latencies {
  private static final double MILLI = 1e6;

  private long[] nanos = new long[1024];
  private int count;

  void add(long latency) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = latency;
  }

  Latencies with(Latencies other) {
    var both = new Latencies();
    both.nanos = Arrays.copyOf(nanos, Math.max(1, count + other.count));
    System.arraycopy(other.nanos, 0, both.nanos, count, other.count);
    both.count = count + other.count;
    return both;
  }

  int count() {
    return count;
  }

  /** The four that people ask for. */
  void putInto(Map<String, Double> figures) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    if (count > 0) {
      figures.put("p50_ms", at(sorted, 0.5));
      figures.put("p95_ms", at(sorted, 0.95));
      figures.put("p99_ms", at(sorted, 0.99));
      figures.put("p999_ms", at(sorted, 0.999));
    }
  }

  private static double at(long[] sorted, double part) {
    return sorted[(int) (part * (sorted.length - 1))] / MILLI;
  }
}
