// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/** The share of lost packets among those whose fate became known in the last seconds. */
final class LossWindow {
  private static final int BUCKETS = 16;
  private static final long BUCKET_NANOS = 500_000_000;

  private final int[] arrived = new int[BUCKETS];
  private final int[] lost = new int[BUCKETS];
  private long current = Long.MIN_VALUE;
  private long arrivedSum;
  private long lostSum;

  void arrived(int count, long now) {
    turn(now);
    arrived[(int) Math.floorMod(current, (long) BUCKETS)] += count;
    arrivedSum += count;
  }

  void lost(int count, long now) {
    turn(now);
    lost[(int) Math.floorMod(current, (long) BUCKETS)] += count;
    lostSum += count;
  }

  /** One that had been called lost has arrived. */
  void lateArrival(long now) {
    arrived(1, now);
    for (long bucket = current; bucket > current - BUCKETS; bucket--) {
      int at = (int) Math.floorMod(bucket, (long) BUCKETS);
      if (lost[at] > 0) {
        lost[at]--;
        lostSum--;
        return;
      }
    }
  }

  /** Share of the lost, 0 to 1. */
  double share() {
    return lostSum == 0 ? 0 : (double) lostSum / (lostSum + arrivedSum);
  }

  private void turn(long now) {
    long bucket = Math.floorDiv(now, BUCKET_NANOS);
    if (bucket <= current) {
      return;
    }
    for (long old = Math.max(current + 1, bucket - BUCKETS + 1); old <= bucket; old++) {
      int at = (int) Math.floorMod(old, (long) BUCKETS);
      arrivedSum -= arrived[at];
      lostSum -= lost[at];
      arrived[at] = 0;
      lost[at] = 0;
    }
    current = bucket;
  }
}
