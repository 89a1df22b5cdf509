// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * A sender of bulk and of small packets over a {@link RateModel}, with its receiver: numbered
 * packets, acknowledgements of one or several, loss told by later ones, resending, a token bucket.
 */
final class ModelFlow {
  static final int SIZE = 1228;
  static final int PAYLOAD = 1180;

  private static final class Packet {
    long sentAt;
    long upTo;
    long before;
    long beforeAt;
    int bytes;
    int segment;
    boolean isStarved;
    boolean isGone;
  }

  final RateModel link;
  final RateControl control;

  // How it behaves.
  long tick = RateModel.MS;
  int packetsPerAck = 1;
  long ackTick;
  long burstNanos = 2 * RateModel.MS;
  long reorderNanos;
  long smallEvery;
  int smallSize = 150;

  /** Segments of bulk not sent so far. */
  long backlog;

  long target = Long.MAX_VALUE;

  // What became of it.
  long unique;
  long finishedAt = -1;
  long sentPackets;
  final Samples queueDelay = new Samples();
  final Samples smallDelay = new Samples();

  private final RateControl.AckSample sample = new RateControl.AckSample();
  private Packet[] packets = new Packet[1 << 12];
  private boolean[] arrived = new boolean[1 << 12];
  private int next;
  private int oldest;
  private int segments;
  private final ArrayDeque<Integer> resend = new ArrayDeque<>();
  private final ArrayDeque<Long> small = new ArrayDeque<>();
  private long inFlight;
  private long sentBytes;
  private long delivered;
  private long deliveredAt;
  private long least = Long.MAX_VALUE;
  private double smoothed;
  private long newestSentAt = -1;
  private double tokens = 2 * SIZE;
  private long tokensAt;
  private int[] log = new int[1 << 12];
  private int logged;
  private int processed;
  private int unacked;

  ModelFlow(RateModel link, RateControl control) {
    this.link = link;
    this.control = control;
  }

  void start(long when) {
    link.at(when, this::tick);
    if (smallEvery > 0) {
      link.at(when, this::smallTick);
    }
    if (ackTick > 0) {
      link.at(when, this::ackTick);
    }
  }

  private void smallTick() {
    small.add(link.now);
    link.at(link.now + smallEvery, this::smallTick);
  }

  private void tick() {
    giveUpLate();
    pump();
    link.at(link.now + tick, this::tick);
  }

  private void giveUpLate() {
    if (inFlight == 0) {
      return;
    }
    double pause = smoothed == 0 ? 200 * RateModel.MS : smoothed * 1.5 + 20 * RateModel.MS;
    long limit = (long) pause + 2 * link.jitter + ackTick;
    long given = 0;
    for (int i = oldest; i < next; i++) {
      if (!packets[i].isGone && link.now - packets[i].sentAt > limit) {
        given += giveUp(packets[i]);
      }
    }
    if (given > 0) {
      control.lost(link.now, given, inFlight);
    }
  }

  private long giveUp(Packet packet) {
    packet.isGone = true;
    inFlight -= packet.bytes;
    if (packet.segment >= 0) {
      resend.add(packet.segment);
    }
    return packet.bytes;
  }

  private void pump() {
    long rate = control.paceRate();
    double most = Math.max(2 * SIZE, rate * (double) Math.max(burstNanos, tick) / 1e9);
    tokens = Math.min(most, tokens + rate * (double) (link.now - tokensAt) / 1e9);
    tokensAt = link.now;
    while (true) {
      while (!resend.isEmpty() && arrived[resend.peek()]) {
        resend.poll();
      }
      boolean isBulk = resend.size() + backlog > 0;
      if (small.isEmpty() && !isBulk) {
        return;
      }
      int bytes = isBulk ? SIZE : smallSize;
      if (inFlight + bytes > control.window() || tokens < bytes) {
        return;
      }
      send(bytes, isBulk);
    }
  }

  private void send(int bytes, boolean isBulk) {
    long now = link.now;
    var packet = new Packet();
    packet.segment = -1;
    if (isBulk && !resend.isEmpty()) {
      packet.segment = resend.poll();
    } else if (isBulk) {
      backlog--;
      packet.segment = segments++;
    }
    if (next == packets.length) {
      packets = Arrays.copyOf(packets, 2 * next);
      log = Arrays.copyOf(log, 2 * next);
      arrived = Arrays.copyOf(arrived, 2 * next);
    }
    int number = next;
    packets[next++] = packet;
    if (inFlight == 0) {
      deliveredAt = now;
    }
    long made = small.isEmpty() ? -1 : small.poll();
    packet.sentAt = now;
    packet.bytes = bytes;
    sentBytes += bytes;
    packet.upTo = sentBytes;
    packet.before = delivered;
    packet.beforeAt = deliveredAt;
    packet.isStarved = backlog + resend.size() == 0 && small.isEmpty();
    tokens -= bytes;
    inFlight += bytes;
    sentPackets++;
    control.sent(now, bytes, inFlight);
    queueDelay.add(link.queueing());
    link.carry(bytes, () -> receive(number, made));
  }

  private void receive(int number, long made) {
    int segment = packets[number].segment;
    if (segment >= 0 && !arrived[segment]) {
      arrived[segment] = true;
      if (++unique == target) {
        finishedAt = link.now;
      }
    }
    if (made >= 0) {
      smallDelay.add(link.now - made);
    }
    log[logged++] = number;
    if (ackTick == 0 && ++unacked >= packetsPerAck) {
      sendAck();
    }
  }

  private void ackTick() {
    if (unacked < logged) {
      sendAck();
      unacked = logged;
    }
    link.at(link.now + ackTick, this::ackTick);
  }

  private void sendAck() {
    unacked = 0;
    int upTo = logged;
    link.answer(() -> ack(upTo));
  }

  private void ack(int upTo) {
    if (upTo <= processed) {
      return;
    }
    long now = link.now;
    sample.ackedBytes = 0;
    sample.lostBytes = 0;
    int newest = -1;
    for (int i = processed; i < upTo; i++) {
      Packet packet = packets[log[i]];
      if (!packet.isGone) {
        packet.isGone = true;
        inFlight -= packet.bytes;
        sample.ackedBytes += packet.bytes;
      }
      newest = Math.max(newest, log[i]);
    }
    processed = upTo;
    delivered += sample.ackedBytes;
    deliveredAt = now;
    Packet packet = packets[newest];
    newestSentAt = Math.max(newestSentAt, packet.sentAt);
    long roundTrip = now - packet.sentAt;
    least = Math.min(least, roundTrip);
    smoothed = smoothed == 0 ? roundTrip : smoothed + (roundTrip - smoothed) / 8;
    giveUpOvertaken();
    sample.now = now;
    sample.inFlight = inFlight;
    sample.roundTrip = roundTrip;
    sample.leastRoundTrip = least;
    sample.sentUpTo = packet.upTo;
    sample.deliveryRate =
        (delivered - packet.before) * RateModel.SECOND / Math.max(1, now - packet.beforeAt);
    sample.isAppLimited = packet.isStarved;
    control.acked(sample);
    if (tick <= RateModel.MS) {
      pump();
    }
  }

  private void giveUpOvertaken() {
    long window = Math.max(reorderNanos, least / 8);
    while (oldest < next && packets[oldest].isGone) {
      oldest++;
    }
    for (int i = oldest; i < next && packets[i].sentAt + window <= newestSentAt; i++) {
      if (!packets[i].isGone) {
        sample.lostBytes += giveUp(packets[i]);
      }
    }
  }

  /** Goodput as part of what the link can carry, as the goals define it; no more than 1. */
  double share() {
    double payload = target * (double) PAYLOAD / (finishedAt / 1e9);
    return payload / (link.bytesPerSecond * (1 - link.loss) * 1000 / 1028);
  }

  /** Durations, and what part of them is below which. */
  static final class Samples {
    private long[] values = new long[1024];
    private int count;

    void add(long value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count++] = value;
    }

    void clear() {
      count = 0;
    }

    /** In milliseconds. */
    double percentile(double part) {
      long[] sorted = Arrays.copyOf(values, count);
      Arrays.sort(sorted);
      return count == 0 ? -1 : sorted[(int) Math.min(count - 1, part * count)] / 1e6;
    }
  }
}
