// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import org.packetloom.runtime.message.LossVerdict.Verdict;

/** Finds out what the link carries. */
final class AdaptiveRate implements RateControl {
  private static final long MS = 1_000_000;
  private static final double SECOND = 1e9;
  private static final int START_PACKETS = 32;
  private static final long START_RATE = 25_000_000;
  private static final int TRAIN_ACKS = 4;
  private static final int TRAIN_PACKETS = 12;
  private static final double LEAST_STEP = 0.04;
  private static final double MOST_STEP = 1;
  private static final long DRAIN_EVERY = 2_000 * MS;

  private final long min;
  private final long max;
  private final int packet;

  private final AckSlots slots = new AckSlots();
  private final LeastDelay base = new LeastDelay();
  private final LossVerdict losses;

  // Totals of bytes.
  private long sentBytes;
  private long ackedBytes;
  private long lostBytes;

  /** Bytes sent up to the newest packet acknowledged. */
  private long progress;

  // The slot that runs.
  private long slotBegan;
  private long slotDelays;
  private int slotSamples;
  private boolean isSlotStarved;

  // The first train, until it has passed.
  private boolean isStarting = true;
  private boolean isTraining;
  private long trainBegan;
  private long trainProgress = -1;
  private long trainTo;
  private long trainRoundTrip;
  private int trainAcks;

  // The model.
  private double capacity;
  private double gain = 1;
  private double queueScale = 1;
  private long scaledAt;
  private double suspectCapacity;
  private long smoothed;
  private long ackedAt;
  private long ackGap;

  /** Only what is sent from here on tells about the present rate. */
  private long freshFrom;

  private long queueLowAt;
  private long fullSince = -1;
  private long fullQueue;
  private double fullCapacity;
  private long drainUntil = Long.MIN_VALUE;

  // The probe for more.
  private boolean isProbing;
  private double step = MOST_STEP;
  private long probeFrom;
  private long probeTo;
  private long probeBegan;
  private long probeProgress;

  private double extra;
  private double extraBefore;
  private long extraSince;
  private long burstBegan;
  private double burstBytes;

  AdaptiveRate(long min, long max, int maxDatagramSize) {
    this.min = min;
    this.max = max;
    this.packet = maxDatagramSize + HEADERS;
    losses = new LossVerdict(packet);
  }

  @Override
  public void sent(long now, int bytes, long inFlight) {
    sentBytes += bytes;
  }

  @Override
  public void acked(AckSample sample) {
    ackedBytes += sample.ackedBytes;
    lostBytes += sample.lostBytes;
    progress = Math.max(progress, sample.sentUpTo);
    if (sample.roundTrip < 0) {
      return;
    }
    if (isStarting) {
      start(sample);
      return;
    }
    if (isTraining) {
      train(sample);
    }
    noteBurst(sample);
    measureProbe(sample);
    base.add(sample.roundTrip, sample.now);
    slotDelays += sample.roundTrip;
    slotSamples++;
    isSlotStarved |= sample.isAppLimited;
    if (sample.now - slotBegan >= Math.max(2 * MS, smoothed / 4)) {
      endSlot(sample.now);
    }
  }

  @Override
  public void lost(long now, long bytes, long inFlight) {
    lostBytes += bytes;
  }

  private void start(AckSample sample) {
    if (sample.isAppLimited) {
      base.add(sample.roundTrip, sample.now);
      trainProgress = -1;
      return;
    }
    if (trainProgress < 0) {
      if (base.nanos() < 0) {
        base.add(sample.roundTrip, sample.now);
      }
      trainBegan = sample.now;
      trainProgress = progress;
      trainTo = sentBytes;
      trainRoundTrip = sample.roundTrip;
      trainAcks = 0;
      return;
    }
    long bytes = progress - trainProgress;
    long time = sample.now - trainBegan;
    trainAcks++;
    if (trainAcks >= TRAIN_ACKS && bytes >= TRAIN_PACKETS * (long) packet && time > 0) {
      begin(sample);
      isTraining = true;
      train(sample);
    } else if (bytes >= START_PACKETS * (long) packet / 2) {
      begin(sample);
      capacity = START_PACKETS * packet * SECOND / Math.max(MS, sample.roundTrip);
    }
  }

  private void train(AckSample sample) {
    isTraining = progress < trainTo;
    if (progress > trainTo) {
      return;
    }
    long time = Math.max(1, sample.now - trainBegan);
    double most = 32 * START_PACKETS * packet * SECOND / Math.max(MS, base.nanos());
    capacity = Math.min((progress - trainProgress) * SECOND / time, most);
  }

  private void begin(AckSample sample) {
    isStarting = false;
    smoothed = base.nanos();
    freshFrom = sentBytes;
    probeTo = sentBytes;
    queueLowAt = sample.now;
    extraSince = sample.now;
    restartSlots(sample.now);
  }

  private void restartSlots(long now) {
    slotBegan = now;
    slotDelays = 0;
    slotSamples = 0;
    isSlotStarved = false;
    slots.restart(now, progress, ackedBytes);
  }

  private void noteBurst(AckSample sample) {
    long gap = sample.now - ackedAt;
    ackedAt = sample.now;
    if (!sample.isAppLimited && gap < 100 * MS) {
      ackGap += (gap - ackGap) / 8;
    }
    burstBytes += sample.ackedBytes;
    double expected = capacity * (sample.now - burstBegan) / SECOND;
    if (burstBytes <= expected || progress < freshFrom) {
      burstBegan = sample.now;
      burstBytes = 0;
    } else {
      extra = Math.max(extra, Math.min(burstBytes - expected, capacity * 0.04));
    }
    if (sample.now - extraSince > 1_000 * MS) {
      extraBefore = extra;
      extra = 0;
      extraSince = sample.now;
    }
  }

  private double target() {
    return queueScale * (MS + Math.min(7 * MS, 3 * packet / capacity * SECOND));
  }

  private void endSlot(long now) {
    long delay = slotDelays / slotSamples;
    smoothed += (delay - smoothed) / 4;
    long queued = Math.max(0, delay - base.nanos());
    if (progress < freshFrom) {
      restartSlots(now);
      return;
    }
    slots.end(now, progress, ackedBytes, queued, isSlotStarved);
    slotBegan = now;
    slotDelays = 0;
    slotSamples = 0;
    isSlotStarved = false;
    judgeLosses(now);
    control(now, queued, target());
  }

  private void judgeLosses(long now) {
    long round = (long) (capacity * smoothed / SECOND);
    Verdict verdict = losses.slotEnded(progress, round, sentBytes, ackedBytes, lostBytes);
    switch (verdict) {
      case NOTHING -> {}
      case SUSPECT -> {
        suspectCapacity = capacity;
        capacity *= 0.9;
        isProbing = false;
      }
      case INNOCENT -> capacity = Math.max(capacity, suspectCapacity);
      case OVERFLOW -> {
        queueScale = Math.max(0.25, queueScale / 2);
        scaledAt = now;
        step = LEAST_STEP;
      }
    }
    if (queueScale < 1 && now - scaledAt > 10_000 * MS) {
      queueScale = Math.min(1, queueScale * 1.2);
      scaledAt = now;
    }
  }

  private void control(long now, long queued, double target) {
    int window = slots.spanning(Math.max(smoothed, 20 * MS));
    double time = slots.nanos(window) / SECOND;
    boolean isStarved = slots.isStarved(window);
    if (time > 0) {
      double passed = slots.passed(window) / time;
      double most = losses.most(slots.passed(window) / (double) packet);
      double rate = Math.min(passed, slots.acked(window) / time / Math.max(0.05, 1 - most));
      boolean isBusy =
          slots.leastQueued(window) > target / 4 && slots.meanQueued(window) > target / 2;
      if (isBusy && !isStarved && !losses.isTrial()) {
        step = LEAST_STEP;
        boolean isFilling = queued > 2 * target + 2 * MS && rate < capacity;
        capacity += (rate - capacity) * (isFilling ? 1 : 0.25);
      }
    }
    notice(now, queued, target);
    if (queued < target / 2) {
      queueLowAt = now;
      if (!isProbing && !isStarved && progress >= probeTo && !losses.isTrial()) {
        probe(target);
      }
    }
    if (now < drainUntil) {
      return;
    }
    double horizon = 2.0 * Math.max(smoothed, 10 * MS);
    gain = 1 + Math.clamp((target - queued) / horizon, -0.5, 0.08);
    if (now - queueLowAt > DRAIN_EVERY && !isStarved) {
      drainUntil = now + Math.max(base.nanos(), 2 * queued);
      gain = 1 - Math.min(0.5, (queued + MS) / (double) (drainUntil - now));
      queueLowAt = now;
    }
  }

  /** A queue that stays whatever we do is none: the way has become longer. */
  private void notice(long now, long queued, double target) {
    if (queued < 1.25 * target + base.noise() / 4 || slots.isStarved(1)) {
      fullSince = -1;
      return;
    }
    if (fullSince < 0) {
      fullSince = now;
      fullQueue = queued;
      fullCapacity = capacity;
    } else if (queued < 0.75 * fullQueue || capacity > 0.9 * fullCapacity) {
      if (queued < 0.75 * fullQueue) {
        fullSince = now;
        fullQueue = queued;
      }
    } else if (now - fullSince > 4 * (smoothed + queued)) {
      base.restart(base.nanos() + queued, now);
      capacity = fullCapacity;
      fullSince = -1;
    }
  }

  /** Sends faster for as long as makes no queue to speak of if the link cannot carry more. */
  private void probe(double target) {
    double longest = Math.max(base.nanos(), 2 * MS);
    double noise = 2.0 * Math.max(base.noise(), ackGap);
    double time = Math.min(longest, Math.max(2 * target / step, noise));
    isProbing = true;
    probeFrom = sentBytes;
    probeTo = sentBytes + (long) Math.max(4 * packet, capacity * (1 + step) * time / SECOND);
    probeBegan = -1;
  }

  private void measureProbe(AckSample sample) {
    if (!isProbing || progress < probeFrom) {
      return;
    }
    if (probeBegan < 0) {
      probeBegan = sample.now;
      probeProgress = progress;
      return;
    }
    if (sample.isAppLimited) {
      isProbing = false;
      probeTo = sentBytes;
      return;
    }
    if (progress < probeTo) {
      return;
    }
    isProbing = false;
    probeTo = sentBytes;
    double bytes = progress - probeProgress;
    double measured = bytes * SECOND / Math.max(1, sample.now - probeBegan);
    boolean isMore = measured > capacity * (1 + 0.7 * step);
    capacity = Math.max(capacity, Math.min(measured, capacity * (1 + step)));
    step = isMore ? Math.min(MOST_STEP, 2 * step) : LEAST_STEP;
  }

  @Override
  public long paceRate() {
    double rate =
        isStarting
            ? START_RATE
            : capacity * (isProbing && sentBytes < probeTo ? 1 + step : gain);
    return (long) Math.max(Math.max(1, min), Math.min(max, rate));
  }

  @Override
  public long window() {
    if (isStarting) {
      return START_PACKETS * (long) packet;
    }
    double span = base.nanos() + 3 * target();
    double bytes = capacity * span / SECOND + Math.max(extra, extraBefore) + 2 * packet;
    return (long) Math.max(bytes, Math.max(4.0 * packet, 1.5 * min * smoothed / SECOND));
  }

  @Override
  public String toString() {
    return "%.0f kB/s x%.2f base %.1f ms noise %.1f gap %.1f extra %.0f loss %.3f step %.2f scale %.2f%s"
        .formatted(
            capacity / 1e3,
            gain,
            base.nanos() / 1e6,
            base.noise() / 1e6, ackGap/1e6,
            Math.max(extra, extraBefore),
            losses.share(),
            step, queueScale, isProbing ? " P" : "");
  }
}
