// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/**
 * Tells losses that happen whatever the rate from those of a queue that overflows.
 *
 * <p>The share lost is learnt round by round. When a round loses more than chance allows, the rate
 * is lowered for a trial: if the next packets are lost no less, then that is how the link is.
 */
final class LossVerdict {
  /** What a round told. */
  enum Verdict {
    NOTHING,
    /** More is lost than before: lower the rate to see why. */
    SUSPECT,
    /** It was not the rate. */
    INNOCENT,
    /** It was the rate. */
    OVERFLOW
  }

  private static final double MEMORY = 300;
  private static final double LEAST_ROUND = 60;

  private final int packet;
  private double share;
  private double known;
  private double suspected;
  private boolean isTrial;
  private long roundFrom;
  private long ackedAtStart;
  private long lostAtStart;

  LossVerdict(int packet) {
    this.packet = packet;
  }

  /** The share lost whatever the rate. */
  double share() {
    return share;
  }

  /** What the share may be in so many packets by chance; 1 while little is known. */
  double most(double packets) {
    double spread = Math.sqrt(Math.max(share, 0.005) * (1 - share) / packets);
    return known < LEAST_ROUND ? 1 : Math.min(1, share + 2.5 * spread + 1.5 / packets);
  }

  boolean isTrial() {
    return isTrial;
  }

  /**
   * A slot ended.
   *
   * @param progress bytes sent up to the newest packet acknowledged
   * @param roundBytes bytes in flight
   * @param sent bytes sent
   * @param acked bytes ever acknowledged
   * @param lost bytes ever lost
   */
  Verdict slotEnded(long progress, long roundBytes, long sent, long acked, long lost) {
    double packets = (acked - ackedAtStart + lost - lostAtStart) / (double) packet;
    if (progress < roundFrom) {
      ackedAtStart = acked;
      lostAtStart = lost;
      return Verdict.NOTHING;
    }
    if (packets < LEAST_ROUND || progress - roundFrom < roundBytes) {
      return Verdict.NOTHING;
    }
    double lostShare = (lost - lostAtStart) / (double) (acked - ackedAtStart + lost - lostAtStart);
    ackedAtStart = acked;
    lostAtStart = lost;
    roundFrom = progress;
    return judge(lostShare, packets, sent);
  }

  private Verdict judge(double lostShare, double packets, long sent) {
    if (isTrial) {
      isTrial = false;
      if (lostShare < (share + suspected) / 2) {
        learn(lostShare, packets);
        return Verdict.OVERFLOW;
      }
      known = 0;
      learn((lostShare + suspected) / 2, packets);
      return Verdict.INNOCENT;
    }
    double spread = Math.sqrt(Math.max(share, 0.005) * (1 - share) / packets);
    if (known >= LEAST_ROUND && lostShare > share + 3 * spread + 3 / packets) {
      isTrial = true;
      suspected = lostShare;
      roundFrom = sent;
      return Verdict.SUSPECT;
    }
    learn(lostShare, packets);
    return Verdict.NOTHING;
  }

  private void learn(double lostShare, double packets) {
    known = Math.min(known + packets, MEMORY);
    share += (lostShare - share) * Math.min(1, packets / known);
  }
}
