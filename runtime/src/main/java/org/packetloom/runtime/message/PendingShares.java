// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.net.SocketAddress;
import java.util.random.RandomGenerator;

/**
 * How many clients of each address are pending, so that one address cannot take all places; in
 * memory that does not grow. Several addresses may share a count.
 */
final class PendingShares {
  private static final int COUNTS = 4096;
  private static final int SHARE = 4;

  private final int most;
  private final SipHash hash;
  private final int[] counts;
  private final byte[] scratch = new byte[AddressBytes.MOST];

  /**
   * Makes the counts.
   *
   * @param maxPending the most of all addresses, of which one may have a quarter
   * @param isLimited false if one may have all
   */
  PendingShares(int maxPending, boolean isLimited, RandomGenerator random) {
    most = isLimited ? Math.max(1, maxPending / SHARE) : maxPending;
    hash = SipHash.random(random);
    counts = new int[isLimited ? COUNTS : 1];
  }

  private int index(SocketAddress address) {
    return (int) hash.of(scratch, 0, AddressBytes.putOwner(address, scratch, 0))
        & counts.length - 1;
  }

  boolean hasRoom(SocketAddress address) {
    return counts[index(address)] < most;
  }

  void add(SocketAddress address) {
    counts[index(address)]++;
  }

  void remove(SocketAddress address) {
    counts[index(address)]--;
  }
}
