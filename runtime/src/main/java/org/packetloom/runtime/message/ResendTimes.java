// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/** Pieces that are to be sent again a fixed time after they were sent, in that order. */
final class ResendTimes {
  private final long afterNanos;

  /** Of each the piece, the packet, and when it is due. */
  private final LongQueue entries = new LongQueue();

  /**
   * Makes the queue.
   *
   * @param afterNanos the time; 0 for never
   */
  ResendTimes(long afterNanos) {
    this.afterNanos = afterNanos;
  }

  void sent(long piece, long packet, long now) {
    if (afterNanos > 0) {
      entries.add(piece);
      entries.add(packet);
      entries.add(now + afterNanos);
    }
  }

  boolean isDue(long now) {
    return !entries.isEmpty() && entries.third() <= now;
  }

  long nextDue() {
    return entries.isEmpty() ? Long.MAX_VALUE : entries.third();
  }

  /** The piece that is due first. */
  long piece() {
    return entries.first();
  }

  /** Removes it; returns the packet that carried it. */
  long remove() {
    entries.remove();
    long packet = entries.remove();
    entries.remove();
    return packet;
  }

  void clear() {
    entries.clear();
  }
}
