// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/**
 * The share of packets that a link loses whatever the rate, as opposed to those that its queue has
 * no room for.
 *
 * <p>Two shares are learnt: of all packets, round by round, and of those sent in phases in which
 * the rate was surely less than what the link carries. Chance aside, what the first has more than
 * the second is a queue that overflows. When a round loses more than chance allows, the second
 * share is void, and such a phase is asked for.
 *
 * <p>Bytes are the sender's totals; {@code packet} is how many make a packet.
 */
final class LossShare {
  private static final double MEMORY = 300;
  private static final double LOW_MEMORY = 600;
  private static final double LEAST_ROUND = 60;
  private static final double LEAST_KNOWN = 40;
  private static final double WORTH_A_TRIAL = 0.02;

  /** No link loses more whatever the rate: else a queue that overflows could pass for that. */
  private static final double MOST_SURE = 0.3;

  private static final double MOST_LIKELY = 0.5;

  private final double packet;

  private double all;
  private double allPackets;
  private long roundFrom;
  private long roundAcked;
  private long roundLost;

  private double low;
  private double lowPackets;
  private long lowAcked;
  private long lowLost;

  private boolean isTrialDue;

  LossShare(double packet) {
    this.packet = packet;
  }

  /** Whether the rate should be lowered for a while, to see whether less is lost then. */
  boolean isTrialDue() {
    return isTrialDue;
  }

  /** Whether more is lost at present than at lower rates. */
  boolean isOverflowing() {
    return lowPackets >= LEAST_KNOWN && mostOfLow() < 0.7 * all - 0.005;
  }

  private double mostOfLow() {
    return low + 2 * spread(low, lowPackets) + 1 / lowPackets;
  }

  private double share() {
    return lowPackets == 0 ? all : Math.min(all, mostOfLow());
  }

  /** What is surely lost whatever the rate. */
  double least() {
    return lowPackets == 0 ? 0 : Math.clamp(low - spread(low, lowPackets), 0, MOST_SURE);
  }

  /** What so many packets may lose by chance; 1 while too little is known. */
  double most(double packets) {
    if (allPackets < LEAST_ROUND) {
      return 1;
    }
    double share = lowPackets < LEAST_KNOWN ? all : share();
    return Math.min(MOST_LIKELY, share + 2.5 * spread(share, packets) + 1.5 / packets);
  }

  private static double spread(double share, double packets) {
    return Math.sqrt(Math.max(share, 0.005) * (1 - share) / packets);
  }

  /** Takes what is known now; a round is over after so many bytes at least. */
  void update(long progress, long roundBytes, long acked, long lost) {
    double bytes = acked - roundAcked + lost - roundLost;
    double packets = bytes / packet;
    if (packets < LEAST_ROUND || progress - roundFrom < roundBytes) {
      return;
    }
    double share = (lost - roundLost) / bytes;
    roundFrom = progress;
    roundAcked = acked;
    roundLost = lost;
    boolean isNews = allPackets == 0 && share > WORTH_A_TRIAL;
    if (isNews || allPackets > 0 && share > share() + 3 * spread(share(), packets) + 3 / packets) {
      allPackets = 0;
      lowPackets = 0;
      isTrialDue = true;
    }
    allPackets = Math.min(allPackets + packets, MEMORY);
    all += (share - all) * Math.min(1, packets / allPackets);
  }

  /** Acknowledgements of what is sent at a low rate begin to come. */
  void lowBegins(long acked, long lost) {
    lowAcked = acked;
    lowLost = lost;
  }

  /** They have come. */
  void lowEnds(long acked, long lost) {
    double bytes = acked - lowAcked + lost - lowLost;
    if (bytes <= 0) {
      return;
    }
    isTrialDue = false;
    double packets = bytes / packet;
    lowPackets = Math.min(lowPackets + packets, LOW_MEMORY);
    low += ((lost - lowLost) / bytes - low) * Math.min(1, packets / lowPackets);
  }

  @Override
  public String toString() {
    return "loss %.3f of %.0f, low %.3f of %.0f".formatted(all, allPackets, low, lowPackets);
  }
}
