// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/** Finds out what the link carries. */
final class AdaptiveRate implements RateControl {
  private static final long MS = 1_000_000;
  private static final double SECOND = 1e9;
  private static final int START_PACKETS = 32;
  private static final long START_RATE = 25_000_000;
  private static final int TRAIN_ACKS = 4;
  private static final int TRAIN_PACKETS = 12;
  private static final double LEAST_STEP = 0.04;
  private static final long BASE_SPAN = 2_500 * MS;

  private final long min;
  private final long max;
  private final int packet;

  private final AckSlots slots = new AckSlots();

  private long sentBytes;
  private long resolvedBytes;
  private long lostBytes;

  // The slot that runs.
  private long slotStart = Long.MIN_VALUE;
  private long slotDelays;
  private int slotSamples;
  private boolean slotStarved;

  // The train.
  private boolean isStarting = true;
  private long trainStart = Long.MIN_VALUE;
  private long trainResolved;
  private long trainRoundTrip;
  private int trainAcks;

  // The model.
  private double capacity;
  private double randomLoss;
  private double lossWeight;
  private double step;
  private double gain = 1;
  private long base;
  private long lastBase;
  private long baseSince;
  private long smoothed;
  private long freshFrom;
  private long growFrom;
  private long lowAt;
  private long drainUntil = Long.MIN_VALUE;
  private double extra;
  private double lastExtra;
  private long epochStart;
  private double epochBytes;

  AdaptiveRate(long min, long max, int maxDatagramSize) {
    this.min = min;
    this.max = max;
    this.packet = maxDatagramSize + HEADERS;
  }

  @Override
  public void sent(long now, int bytes, long inFlight) {
    sentBytes += bytes;
  }

  @Override
  public void acked(AckSample sample) {
    resolvedBytes += sample.ackedBytes + sample.lostBytes;
    lostBytes += sample.lostBytes;
    if (isStarting) {
      train(sample);
      return;
    }
    aggregate(sample);
    if (sample.roundTrip >= 0) {
      slotDelays += sample.roundTrip;
      slotSamples++;
    }
    slotStarved |= sample.isAppLimited;
    if (slotSamples > 0 && sample.now - slotStart >= Math.max(2 * MS, smoothed / 4)) {
      endSlot(sample.now);
    }
  }

  @Override
  public void lost(long now, long bytes, long inFlight) {
    resolvedBytes += bytes;
    lostBytes += bytes;
  }

  private void train(AckSample sample) {
    if (sample.roundTrip < 0) {
      return;
    }
    if (trainStart == Long.MIN_VALUE || sample.isAppLimited) {
      trainStart = sample.now;
      trainResolved = resolvedBytes;
      trainRoundTrip = sample.roundTrip;
      trainAcks = 0;
      base = base == 0 ? sample.roundTrip : Math.min(base, sample.roundTrip);
      return;
    }
    long bytes = resolvedBytes - trainResolved;
    long time = sample.now - trainStart;
    trainAcks++;
    if (trainAcks >= TRAIN_ACKS && bytes >= TRAIN_PACKETS * (long) packet && time > 0) {
      boolean isSpread = sample.roundTrip - trainRoundTrip > time / 3;
      begin(sample, bytes * SECOND / time, isSpread ? LEAST_STEP : 1);
    } else if (resolvedBytes >= START_PACKETS * (long) packet * 3 / 4) {
      begin(sample, START_PACKETS * packet * SECOND / Math.max(MS, sample.roundTrip), 1);
    }
  }

  private void begin(AckSample sample, double estimate, double firstStep) {
    isStarting = false;
    base = base == 0 ? sample.roundTrip : Math.min(base, sample.roundTrip);
    lastBase = base;
    baseSince = sample.now;
    smoothed = base;
    capacity = Math.min(estimate, 32 * START_PACKETS * packet * SECOND / Math.max(MS, base));
    step = firstStep;
    freshFrom = sentBytes;
    growFrom = sentBytes;
    lowAt = sample.now;
    slotStart = sample.now;
    epochStart = sample.now;
    slots.add(sample.now, resolvedBytes, lostBytes, false, false);
  }

  private void aggregate(AckSample sample) {
    epochBytes += sample.ackedBytes;
    double expected = capacity * (sample.now - epochStart) / SECOND;
    if (epochBytes <= expected || resolvedBytes < freshFrom) {
      epochStart = sample.now;
      epochBytes = 0;
    } else {
      extra = Math.max(extra, Math.min(epochBytes - expected, capacity * 0.04));
    }
  }

  private double target() {
    return MS + Math.min(7 * MS, 3 * packet / capacity * SECOND);
  }

  private void endSlot(long now) {
    long delay = slotDelays / slotSamples;
    smoothed += (delay - smoothed) / 4;
    trackBase(now, delay);
    long queued = delay - base;
    double target = target();
    boolean isFresh = resolvedBytes >= freshFrom;
    boolean isBusy = isFresh && queued > target / 2;
    slots.add(now, resolvedBytes, lostBytes, isBusy, slotStarved);
    slotStart = now;
    slotDelays = 0;
    slotSamples = 0;
    slotStarved = false;
    if (isFresh) {
      control(now, queued, target);
    }
  }

  private void trackBase(long now, long delay) {
    if (delay <= base || now - baseSince > BASE_SPAN) {
      if (now - baseSince > BASE_SPAN) {
        lastBase = base = Math.min(base, Math.max(delay, lastBase));
      }
    }
    if (delay < base) {
      base = delay;
    }
    lastBase = Math.min(lastBase, delay);
    if (now - baseSince > BASE_SPAN) {
      base = lastBase;
      lastBase = delay;
      baseSince = now;
      lastExtra = extra;
      extra = 0;
    }
  }

  private void control(long now, long queued, double target) {
    int window = slots.spanning(Math.max(smoothed, 20 * MS));
    if (window == 0) {
      return;
    }
    boolean isStarved = slots.isStarved(window);
    double time = slots.nanos(window) / SECOND;
    double all = slots.resolved(window) / time;
    double rate = Math.min(all, (all - slots.lost(window) / time) / (1 - randomLoss));
    if (queued < 1.5 * target) {
      learnLoss();
    }
    if (slots.isBusy(window) && !isStarved) {
      step = LEAST_STEP;
      growFrom = sentBytes;
      boolean isFilling = queued > 2 * target + 2 * MS && rate < capacity;
      capacity += (rate - capacity) * (isFilling ? 1 : 0.25);
    } else if (rate > capacity) {
      capacity = rate;
    }
    if (queued < target / 2) {
      lowAt = now;
      if (resolvedBytes >= growFrom && !isStarved && rate > 0.9 * capacity) {
        capacity = Math.max(capacity, rate) * (1 + step);
        step = Math.min(1, 2 * step);
        growFrom = sentBytes + (long) (capacity * base / SECOND / 2);
      }
    }
    double horizon = 2.0 * Math.max(smoothed, 10 * MS);
    if (now < drainUntil) {
      return;
    }
    gain = 1 + Math.clamp((target - queued) / horizon, -0.5, 0.08);
    if (now - lowAt > 2_000 * MS && !isStarved) {
      drainUntil = now + Math.max(base, 2 * queued);
      gain = 1 - Math.min(0.5, (queued + MS) / (double) (drainUntil - now));
      lowAt = now;
    }
  }

  private void learnLoss() {
    double bytes = slots.resolved(1);
    lossWeight = Math.min(lossWeight + bytes, 300.0 * packet);
    if (lossWeight > 0) {
      randomLoss += (slots.lost(1) - randomLoss * bytes) / lossWeight;
      randomLoss = Math.clamp(randomLoss, 0, 0.9);
    }
  }

  @Override
  public long paceRate() {
    double rate = isStarting ? START_RATE : capacity * gain;
    return (long) Math.max(Math.max(1, min), Math.min(max, rate));
  }

  @Override
  public long window() {
    if (isStarting) {
      return START_PACKETS * (long) packet;
    }
    double span = base + 2 * target();
    double bytes = capacity * span / SECOND + Math.max(extra, lastExtra) + 2 * packet;
    return (long) Math.max(bytes, Math.max(4.0 * packet, 1.5 * min * smoothed / SECOND));
  }

  @Override
  public String toString() {
    return "%.0f kB/s x%.2f base %.1f ms extra %.0f loss %.3f step %.2f"
        .formatted(capacity / 1e3, gain, base / 1e6, Math.max(extra, lastExtra), randomLoss, step);
  }
}
