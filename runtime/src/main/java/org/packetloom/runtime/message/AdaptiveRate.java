// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/** Finds out what the link carries. */
final class AdaptiveRate implements RateControl {
  private enum Phase {
    STARTING,
    TRAINING,
    CRUISING,
    PROBING,
    DRAINING
  }

  private static final long MS = 1_000_000;
  private static final double SECOND = 1e9;
  private static final long START_RATE = 25_000_000;
  private static final int MOST_GROWTH = 32;
  private static final double LEAST_STEP = 0.04;
  private static final double MOST_STEP = 1;
  private static final double PAY_BACK = 0.8;
  private static final long DRAIN_EVERY = 2_000 * MS;
  private static final int TRIAL_PACKETS = 60;
  private static final long CHECK_AFTER = 1_000 * MS;
  private static final long LONGEST_CHECK = 300 * MS;

  private final long min;
  private final long max;
  private final int packet;

  private final StartTrain train;
  private final AckSlots slots = new AckSlots();
  private final LeastDelay base = new LeastDelay();
  private final LossShare losses;
  private final AckBursts bursts = new AckBursts();

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

  private Phase phase = Phase.STARTING;
  private double capacity;
  private double gain = 1;
  private double queueScale = 1;
  private long scaledAt;
  private long smoothed;

  /** Only what is sent from here on tells about the present rate. */
  private long freshFrom;

  long queuedNow;

  // What the phase is about: bytes sent from here to there, at a gain; when it ends at the latest.
  private long phaseFrom;
  private long phaseTo;
  private double phaseGain;
  private long phaseUntil;

  // The probe.
  private double step = MOST_STEP;
  private long probeBegan;
  private long probeProgress;
  private long probeAcked;
  private double probeRate;
  private long probeNotBefore;
  private long payBackTo;

  // The drain, and a queue that stays.
  private boolean isLowMeasured;
  private long lowestQueued;
  private long drainedQueue;
  private double drainedNanos;
  private long queueLowAt;
  private long fullQueue;
  private double fullCapacity;
  private double drained;
  private long fullFrom;

  private long doubtful;
  private long doubtfulUntil;
  private long checkedBase;

  AdaptiveRate(long min, long max, int maxDatagramSize) {
    this.min = min;
    this.max = max;
    this.packet = maxDatagramSize + HEADERS;
    train = new StartTrain(packet);
    losses = new LossShare(packet);
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
    if (phase == Phase.STARTING) {
      start(sample);
      return;
    }
    if (phase == Phase.TRAINING) {
      followTrain(sample);
    }
    if (progress < freshFrom) {
      bursts.restart(sample.now);
    }
    bursts.add(sample.now, sample.ackedBytes, capacity, sample.isAppLimited);
    if (phase == Phase.PROBING) {
      measureProbe(sample);
    }
    if (progress >= freshFrom) {
      base.add(sample.roundTrip, sample.now);
    }
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
    if (!train.hasBegun() && (sample.isAppLimited || base.nanos() < 0)) {
      base.add(sample.roundTrip, sample.now);
    }
    train.add(sample, sentBytes);
    if (train.isTelling()) {
      begin(sample.now);
      phase = Phase.TRAINING;
      capacity = bounded(train.rate());
    } else if (train.isMute()) {
      begin(sample.now);
      phase = Phase.CRUISING;
      capacity = StartTrain.PACKETS * packet * SECOND / Math.max(MS, sample.roundTrip);
    }
  }

  /** The first estimate has no more credit than some multiple of what has been sent. */
  private double bounded(double rate) {
    double round = StartTrain.PACKETS * packet * SECOND / Math.max(MS, base.nanos());
    return Math.min(rate, MOST_GROWTH * round);
  }

  private void followTrain(AckSample sample) {
    train.add(sample, sentBytes);
    capacity = bounded(train.rate());
    if (train.isOver()) {
      phase = Phase.CRUISING;
    }
  }

  private void begin(long now) {
    smoothed = base.nanos();
    freshFrom = sentBytes;
    queueLowAt = now;
    restartSlots(now);
  }

  private void restartSlots(long now) {
    beginSlot(now);
    slots.restart(now, progress, ackedBytes);
  }

  private void beginSlot(long now) {
    slotBegan = now;
    slotDelays = 0;
    slotSamples = 0;
    isSlotStarved = false;
  }

  /** How long packets should wait in the link's queue: so that it never is empty. */
  private double target() {
    return queueScale * (MS + Math.min(7 * MS, 3 * packet / capacity * SECOND)) + base.noise();
  }

  private void endSlot(long now) {
    long delay = slotDelays / slotSamples;
    smoothed += (delay - smoothed) / 4;
    if (progress < freshFrom) {
      restartSlots(now);
      return;
    }
    long queued = Math.max(0, delay - base.nanos());
    queuedNow = queued;
    slots.end(now, progress, ackedBytes, queued, isSlotStarved);
    beginSlot(now);
    losses.update(progress, (long) (capacity * smoothed / SECOND), ackedBytes, lostBytes);
    adapt(now, queued);
    if (phase == Phase.DRAINING) {
      measureDrain(now, queued);
    }
    if (phase == Phase.CRUISING && !slots.isStarved(1)) {
      choosePhase(now, queued);
    }
  }

  /** Takes what is acknowledged for what the link carries, if its queue was never empty. */
  private void adapt(long now, long queued) {
    double target = target();
    double before = capacity;
    int window = slots.spanning(Math.max(smoothed, 20 * MS));
    boolean isBusy =
        slots.leastQueued(window) > target / 4 && slots.meanQueued(window) > target / 2;
    boolean isStarved = slots.isStarved(window);
    boolean isSlowed = phase == Phase.DRAINING && progress >= phaseFrom;
    if (isBusy && !isStarved && !isSlowed && slots.nanos(window) > 0) {
      double rate = rate(window);
      step = LEAST_STEP;
      if (queued > 2 * target + 2 * MS && rate < capacity) {
        capacity = rate;
      } else {
        capacity += (rate - capacity) / 4;
      }
    }
    if (queued < target / 2 || isStarved) {
      queueLowAt = now;
    }
    if (queueScale < 1 && now - scaledAt > 5_000 * MS) {
      queueScale = Math.min(1, queueScale * 1.2);
      scaledAt = now;
    }
    double horizon = 2.0 * Math.max(smoothed, 10 * MS);
    gain = 1 + Math.clamp((target - queued) / horizon, -0.5, 0.08);
    noteFull(now, queued, target, before);
  }

  /** What looks like a queue is none: the way has become longer. To be checked before long. */
  private void lengthen(long now, long queued) {
    base.restart(base.nanos() + queued, now);
    doubtful = queued;
    doubtfulUntil = now + CHECK_AFTER;
    fullQueue = 0;
    step = MOST_STEP;
    freshFrom = sentBytes;
  }

  private double rate(int window) {
    double seconds = slots.nanos(window) / SECOND;
    double most = losses.most(slots.passed(window) / (double) packet);
    return Math.min(
        slots.passed(window) / seconds, slots.acked(window) / seconds / Math.max(0.05, 1 - most));
  }

  /**
   * Watches a queue that is longer than it should be. By as much as less is sent than arrives, it
   * must become shorter; if it does not, it is none.
   */
  private void noteFull(long now, long queued, double target, double before) {
    if (queued < 1.25 * target || slots.isStarved(1)) {
      fullQueue = 0;
      return;
    }
    if (fullQueue == 0) {
      fullCapacity = before;
    }
    if (queued < 0.75 * fullQueue || queued > 1.25 * fullQueue) {
      fullQueue = queued;
      fullFrom = sentBytes;
      drained = 0;
    }
    if (progress >= fullFrom) {
      drained += slots.nanos(1) * Math.max(0, 1 - gainNow());
    }
    if (drained > fullQueue) {
      lengthen(now, queued);
      capacity = Math.max(capacity, fullCapacity);
    }
  }

  private void choosePhase(long now, long queued) {
    double target = target();
    if (doubtful > 0 && now > doubtfulUntil) {
      check(now);
    } else if (losses.isTrialDue() && step < 0.5
        || fullQueue == 0 && now - queueLowAt > DRAIN_EVERY) {
      drain(now, queued);
    } else if (queued < target / 2 && progress >= freshFrom && now >= probeNotBefore) {
      probe(now, target);
    }
  }

  private void beginPhase(Phase next, long now, double itsGain, double nanos) {
    phase = next;
    phaseFrom = sentBytes;
    phaseTo = sentBytes + (long) (capacity * itsGain * nanos / SECOND);
    phaseGain = itsGain;
    phaseUntil = now + (long) nanos + 2 * smoothed + 100 * MS;
  }

  /** Sends faster for as long as makes no queue to speak of if the link cannot carry more. */
  private void probe(long now, double target) {
    double noise = Math.max(8.0 * base.noise(), 2.2 * bursts.gap());
    double time = Math.min(Math.max(base.nanos(), 2 * MS), Math.max(target / step, noise));
    beginPhase(Phase.PROBING, now, 1 + step, Math.max(time, 4 * packet / capacity * SECOND));
    payBackTo =
        phaseTo + (long) ((phaseTo - phaseFrom) * step / (1 + step) * PAY_BACK / (1 - PAY_BACK));
    probeBegan = -1;
    probeRate = -1;
  }

  private void measureProbe(AckSample sample) {
    if (sample.isAppLimited || sample.now > phaseUntil) {
      endPhase();
      return;
    }
    if (progress < phaseFrom) {
      return;
    }
    if (probeBegan < 0) {
      probeBegan = sample.now;
      probeProgress = progress;
      probeAcked = ackedBytes;
      return;
    }
    long bytes = progress - probeProgress;
    if (progress <= phaseTo || probeRate < 0) {
      double seconds = Math.max(1, sample.now - probeBegan) / SECOND;
      double arrived = 1 - losses.most(bytes / (double) packet);
      probeRate = Math.min(bytes, (ackedBytes - probeAcked) / Math.max(0.05, arrived)) / seconds;
    }
    if (progress >= phaseTo) {
      boolean isMore = probeRate > capacity * (1 + 0.7 * step);
      capacity = Math.max(capacity, Math.min(probeRate, capacity * (1 + step)));
      step = isMore ? Math.min(MOST_STEP, 2 * step) : Math.max(LEAST_STEP, step / 2);
      endPhase();
    }
  }

  private void endPhase() {
    phase = Phase.CRUISING;
  }

  /** Sends slower for as long as empties the queue, if it is one, and loses nothing by it. */
  private void drain(long now, long queued) {
    double nanos = Math.max(base.nanos(), 2.0 * queued);
    double depth = Math.clamp((queued + MS) / nanos, 0.05, 0.5);
    int window = slots.spanning(smoothed);
    double slow = 1 - depth;
    if (slots.nanos(window) > 0) {
      double acked = slots.acked(window) * SECOND / slots.nanos(window);
      slow = Math.clamp(0.95 * acked / (1 - losses.least()) / capacity, 0.3, slow);
    }
    if (losses.isTrialDue()) {
      nanos = Math.max(nanos, TRIAL_PACKETS * packet / (capacity * slow) * SECOND);
    }
    beginPhase(Phase.DRAINING, now, slow, nanos);
    drainedQueue = queued;
    drainedNanos = Math.min(queued, (1 - slow) * nanos);
    lowestQueued = queued;
    isLowMeasured = false;
    if (fullQueue == 0) {
      fullCapacity = capacity;
    }
  }

  /** Makes room, to see whether the way is as long as we believe. */
  private void check(long now) {
    double nanos = Math.min(Math.max(base.nanos() / 2.0, 2.0 * doubtful), LONGEST_CHECK);
    beginPhase(Phase.DRAINING, now, 0.5, nanos);
    drainedQueue = 0;
    isLowMeasured = false;
    checkedBase = base.nanos();
  }

  private void endCheck(long now) {
    if (doubtful > 0 && now > doubtfulUntil) {
      boolean isShorter = checkedBase - base.nanos() > doubtful / 4;
      doubtful = isShorter ? doubtful : 0;
      doubtfulUntil = now + CHECK_AFTER;
    }
  }

  private void measureDrain(long now, long queued) {
    if (progress < phaseFrom + (phaseTo - phaseFrom) / 4 && now < phaseUntil) {
      return;
    }
    if (!isLowMeasured) {
      isLowMeasured = true;
      losses.lowBegins(ackedBytes, lostBytes);
    }
    lowestQueued = Math.min(lowestQueued, queued);
    if (progress < phaseTo && now < phaseUntil) {
      return;
    }
    endPhase();
    endCheck(now);
    losses.lowEnds(ackedBytes, lostBytes);
    queueLowAt = now;
    fullQueue = 0;
    if (losses.isOverflowing() && drainedQueue < 1.5 * target()) {
      queueScale = Math.max(0.25, queueScale / 2);
      scaledAt = now;
      probeNotBefore = now + 1_000 * MS;
    }
    if (drainedQueue > target() / 2 && drainedQueue - lowestQueued < 0.15 * drainedNanos) {
      lengthen(now, lowestQueued);
      capacity = Math.max(capacity, fullCapacity);
    }
  }

  @Override
  public long paceRate() {
    double rate = START_RATE;
    if (phase != Phase.STARTING) {
      rate = capacity * gainNow();
    }
    return (long) Math.max(Math.max(1, min), Math.min(max, rate));
  }

  private double gainNow() {
    boolean isPhase = phase == Phase.PROBING || phase == Phase.DRAINING;
    if (isPhase && sentBytes < phaseTo) {
      return phaseGain;
    }
    return phase == Phase.PROBING && sentBytes < payBackTo ? Math.min(gain, PAY_BACK) : gain;
  }

  @Override
  public long window() {
    if (phase == Phase.STARTING) {
      return StartTrain.PACKETS * (long) packet;
    }
    double span = base.nanos() + 3 * target();
    double bytes = capacity * span / SECOND + bursts.bytes() + 2 * packet;
    return (long) Math.max(bytes, Math.max(4.0 * packet, 1.5 * min * smoothed / SECOND));
  }

  @Override
  public String toString() {
    return "%.1f q %s %.0f kB/s x%.2f base %.1f ms noise %.1f gap %.1f bursts %.0f %s step %.2f scale %.2f"
        .formatted(
            queuedNow / 1e6,
            phase,
            capacity / 1e3,
            gain,
            base.nanos() / 1e6,
            base.noise() / 1e6,
            bursts.gap() / 1e6,
            bursts.bytes(),
            losses,
            step,
            queueScale);
  }
}
