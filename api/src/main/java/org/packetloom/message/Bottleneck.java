// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.math.BigInteger;

/**
 * Where a simulated link is narrow: datagrams leave one after another at a rate, and those that
 * find too many bytes waiting are dropped.
 *
 * <p>What waits is known as the time until the last of it has left.
 */
final class Bottleneck {
  private static final long SECOND = 1_000_000_000;

  private long bytesPerSecond;
  private long queueNanos;
  private int overheadBytes;

  /** Whether a datagram has left, and when the last one has or will. */
  private boolean isUsed;

  private long freeTime;

  /** The part of a nanosecond by which {@code freeTime} is too early, times the rate. */
  private long remainder;

  /** Changes the rate for the datagrams to come. */
  void conditions(LinkConditions conditions) {
    bytesPerSecond = conditions.bytesPerSecond();
    overheadBytes = conditions.overheadBytes();
    remainder = 0;
    queueNanos = bytesPerSecond == 0 ? 0 : queueNanos(conditions);
  }

  private static long queueNanos(LinkConditions conditions) {
    return BigInteger.valueOf(conditions.queueBytes())
        .multiply(BigInteger.valueOf(SECOND))
        .divide(BigInteger.valueOf(conditions.bytesPerSecond()))
        .min(BigInteger.valueOf(Long.MAX_VALUE))
        .longValue();
  }

  /** Whether there is room for a datagram; always if none waits. */
  boolean admits(int size, long now) {
    if (bytesPerSecond == 0) {
      return true;
    }
    long waiting = waitingNanos(now);
    return waiting == 0 || waiting <= queueNanos - nanosTimesRate(size) / bytesPerSecond;
  }

  /** Lets a datagram through, which has left at the time returned. */
  long pass(int size, long now) {
    if (bytesPerSecond == 0) {
      return now;
    }
    long waiting = waitingNanos(now);
    long cost = nanosTimesRate(size) + (waiting == 0 ? 0 : remainder);
    freeTime = now + waiting + cost / bytesPerSecond;
    remainder = cost % bytesPerSecond;
    isUsed = true;
    return freeTime;
  }

  private long waitingNanos(long now) {
    return isUsed ? Math.max(0, freeTime - now) : 0;
  }

  private long nanosTimesRate(int size) {
    return ((long) size + overheadBytes) * SECOND;
  }
}
