// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/**
 * Samples how fast packets are delivered: what came to be delivered between the sending of a packet
 * and its acknowledgement, over that time or the time in which as much was sent, whichever is
 * longer (draft-cheng-iccrg-delivery-rate-estimation).
 */
final class DeliveryRate {
  private final PacketRing ring;

  /** Bytes of packets that were in flight, ever sent; bytes of all that arrived. */
  private long elicitingBytes;

  private long delivered;

  /** When something was delivered last, and when the packet was sent that this was. */
  private long deliveredAt;

  private long firstSentAt;

  DeliveryRate(PacketRing ring) {
    this.ring = ring;
  }

  /**
   * Notes the packet that was added last.
   *
   * @param bytes its bytes if it counts as in flight, or 0
   * @param isFirst whether nothing else was in flight
   */
  void sent(int bytes, boolean isFirst, long now) {
    if (isFirst) {
      firstSentAt = now;
      deliveredAt = now;
    }
    elicitingBytes += bytes;
    ring.delivery(delivered, deliveredAt, firstSentAt, elicitingBytes);
  }

  void arrived(int bytes) {
    delivered += bytes;
  }

  /** Fills a sample in for the newest of the packets that an acknowledgement told of. */
  void sample(RateControl.AckSample sample, long newest, boolean isAppLimited, long now) {
    long sentAt = ring.sentAt(newest);
    sample.sentUpTo = ring.sentBytes(newest);
    sample.isAppLimited = isAppLimited;
    long interval = Math.max(sentAt - ring.firstSentAt(newest), now - ring.deliveredAt(newest));
    deliveredAt = now;
    firstSentAt = sentAt;
    if (interval > 0) {
      double bytes = delivered - ring.delivered(newest);
      sample.deliveryRate = (long) (bytes * 1e9 / interval);
    }
  }
}
