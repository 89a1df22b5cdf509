// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/**
 * How long packets should wait in a link's queue: a millisecond and three packets, but no more than
 * eight milliseconds; and less where the queue has no room for that.
 */
final class QueueTarget {
  private static final double LEAST = 1e6;
  private static final int PACKETS = 3;
  private static final double MOST_OF_PACKETS = 7e6;
  private static final double SHORTEST = 0.25;
  private static final double RELAX_BY = 1.2;
  private static final long RELAX_EVERY = 5_000_000_000L;

  private final double packet;

  private double scale = 1;
  private long scaledAt;

  QueueTarget(double packet) {
    this.packet = packet;
  }

  /** Nanoseconds, on a link that carries so many bytes per second. */
  double nanos(double capacity) {
    return scale * (LEAST + Math.min(MOST_OF_PACKETS, PACKETS * packet / capacity * 1e9));
  }

  /** The queue had no room for so much. */
  void shorten(long now) {
    scale = Math.max(SHORTEST, scale / 2);
    scaledAt = now;
  }

  /** Tries a longer one again from time to time. */
  void relax(long now) {
    if (scale < 1 && now - scaledAt > RELAX_EVERY) {
      scale = Math.min(1, scale * RELAX_BY);
      scaledAt = now;
    }
  }
}
