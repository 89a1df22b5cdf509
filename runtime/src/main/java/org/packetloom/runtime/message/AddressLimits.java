// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.net.SocketAddress;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How many datagrams are answered to each address, in memory that does not grow.
 *
 * <p>An address has the token bucket that a keyed hash of it gives; several may share one. A bucket
 * is the time at which it will be full again, were nothing taken: a datagram makes that later by
 * the interval, and is refused if it is then more than the burst away.
 */
final class AddressLimits {
  private static final int BUCKETS = 4096;
  private static final int BURST_SECONDS = 2;
  private static final long SECOND = 1_000_000_000L;

  private final SipHash hash;
  private final long interval;
  private final long burst;
  private final long[] fullAt;
  private final byte[] scratch = new byte[AddressBytes.MOST];

  /**
   * Makes the buckets, all full.
   *
   * @param perSecond datagrams per second and address; 0 for no limit
   */
  AddressLimits(int perSecond, RandomGenerator random, long now) {
    hash = SipHash.random(random);
    interval = perSecond == 0 ? 0 : SECOND / perSecond;
    burst = BURST_SECONDS * SECOND;
    fullAt = new long[perSecond == 0 ? 0 : BUCKETS];
    Arrays.fill(fullAt, now);
  }

  /** Takes from the bucket of an address, if it has something. */
  boolean tryTake(SocketAddress address, long now) {
    if (interval == 0) {
      return true;
    }
    int end = AddressBytes.putOwner(address, scratch, 0);
    int bucket = (int) hash.of(scratch, 0, end) & BUCKETS - 1;
    long base = Math.max(fullAt[bucket], now);
    if (base + interval - now > burst) {
      return false;
    }
    fullAt[bucket] = base + interval;
    return true;
  }
}
