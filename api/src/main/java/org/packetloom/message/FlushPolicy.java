// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.time.Duration;

/**
 * When messages that were queued are handed to the socket; incubating.
 *
 * <p>The rate of the connection may hold them back for longer. They may go earlier, with a datagram
 * that is sent anyway.
 *
 * @param isAutomatic whether they go by themselves
 * @param delay how long they may wait for others to share a datagram with; zero for not at all
 */
public record FlushPolicy(boolean isAutomatic, Duration delay) {
  /** Each call that queues a message sends it. */
  public static final FlushPolicy IMMEDIATE = new FlushPolicy(true, Duration.ZERO);

  /** They wait for {@code flush}. */
  public static final FlushPolicy EXPLICIT = new FlushPolicy(false, Duration.ZERO);

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if the delay is negative
   */
  public FlushPolicy {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay: " + delay);
    }
  }

  /**
   * Messages wait a little for others to share a datagram with.
   *
   * @param delay how long the first of them may wait
   * @return the policy
   * @throws IllegalArgumentException if it is negative
   */
  public static FlushPolicy within(Duration delay) {
    return new FlushPolicy(true, delay);
  }
}
