// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.util.Arrays;

/** What clients have seen of answers; belongs to their thread. */
final class SocketCrowdFigures {
  private static final int FIRST = 1 << 16;

  private long[] latencies = new long[FIRST];
  private int count;
  private long asked;

  void asked() {
    asked++;
  }

  void answered(long nanos) {
    if (count == latencies.length) {
      latencies = Arrays.copyOf(latencies, 2 * count);
    }
    latencies[count++] = nanos;
  }

  /** Forgets all. */
  void clear() {
    count = 0;
    asked = 0;
  }

  long askedCount() {
    return asked;
  }

  int answeredCount() {
    return count;
  }

  /** The time below which a share of the answers came, in microseconds. */
  double micros(double share) {
    if (count == 0) {
      return Double.NaN;
    }
    long[] sorted = Arrays.copyOf(latencies, count);
    Arrays.sort(sorted);
    return sorted[Math.min(count - 1, (int) (share * count))] / 1e3;
  }
}
