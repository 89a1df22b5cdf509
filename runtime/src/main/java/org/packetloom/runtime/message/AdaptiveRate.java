// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/**
 * Finds out what the link carries, and sends as much.
 *
 * <p><b>Model.</b> Of the slowest link on the way two things are known: its <em>capacity</em> in
 * bytes per second, and the <em>least delay</em> of a round trip ({@link LeastDelay}). What a round
 * trip takes longer is the time spent in the link's queue. Two observations move the capacity:
 *
 * <ul>
 *   <li>While a queue stands, the link is busy, and what is acknowledged in a time <em>is</em> its
 *       capacity: it is taken as such, up or down. Each slot of a quarter of a round trip that ends
 *       ({@link AckSlots}) moves the estimate by a quarter, or all the way if the queue fills up.
 *   <li>While none stands, the link could carry more, and what is acknowledged tells nothing: the
 *       estimate is kept, whatever is lost and however little the application sends. A probe
 *       ({@link RateProbe}) tells how much more.
 * </ul>
 *
 * <p>The rate is the capacity times a gain that steers the queue to a length: {@link #target()}, a
 * millisecond and three packets. That is enough to keep the link busy and to notice at once when
 * its capacity grows; it is about the same number of packets for each of several connections that
 * share a link, whose rates become equal by that. Bytes in flight are bounded by what the link and
 * three such queues hold, and by how lumpy acknowledgements come ({@link AckBursts}).
 *
 * <p>Lost packets count as having passed the link: a loss does not lower the rate. Only what is
 * lost to a queue that overflows does, which {@link LossShare} tells from the rest.
 *
 * <p><b>Phases</b>, each moved on by acknowledgements alone:
 *
 * <ul>
 *   <li>STARTING: nothing is known. A window of {@link StartTrain#PACKETS} at a high rate. Stays as
 *       long as the application has less than that to send. To TRAINING when the train's
 *       acknowledgements tell a rate, to CRUISING when they have come and do not.
 *   <li>TRAINING: the rate is that of the train, and follows it until it has passed. To CRUISING.
 *   <li>CRUISING: as above. At the end of a slot, to PROBING if there is no queue; to DRAINING if
 *       the queue has not been short for two seconds, if losses are to be judged, or to check
 *       whether the way is as long as is believed.
 *   <li>PROBING: some packets are sent faster. To CRUISING when they are acknowledged.
 *   <li>DRAINING: packets for a round trip or so are sent slower, so that the queue runs empty, the
 *       least delay can be seen, and none is lost to the queue. To CRUISING when they are
 *       acknowledged. If the queue has not become shorter, it was none: the way is longer ({@link
 *       QueueWatch}).
 * </ul>
 *
 * <p>The ideas are those of delivery rate estimation
 * (draft-cardwell-iccrg-delivery-rate-estimation) and of models of capacity and delay
 * (draft-cardwell-iccrg-bbr-congestion-control); of the queue of so many packets per connection
 * (Brakmo and Peterson, TCP Vegas, 1995; Wei and others, FAST TCP, 2006); and of packet trains
 * (Jain and Routhier, 1986; Dovrolis and others, 2004).
 *
 * <p>Times are nanoseconds, sizes bytes of datagrams with {@link #HEADERS}, rates bytes per second.
 */
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

  private static final long LEAST_SLOT = 2 * MS;
  private static final long LEAST_WINDOW = 20 * MS;
  private static final int WINDOW_PACKETS = 8;

  private static final double LEAST_GAIN = 0.5;
  private static final double MOST_GAIN = 1.08;

  private static final int PROBE_PACKETS = 4;
  private static final long NO_PROBE_AFTER_OVERFLOW = 1_000 * MS;

  private static final long DRAIN_EVERY = 2_000 * MS;
  private static final long LONGEST_CHECK = 300 * MS;

  private final long min;
  private final long max;
  private final int packet;

  private final StartTrain train;
  private final AckSlots slots = new AckSlots();
  private final LeastDelay base = new LeastDelay();
  private final LossShare losses;
  private final AckBursts bursts = new AckBursts();
  private final RateProbe probe;
  private final QueueTarget target;
  private final QueueWatch watch = new QueueWatch();
  private final QueueDrain drain = new QueueDrain();

  // Bytes ever sent, acknowledged, given up; and sent up to the newest packet acknowledged.
  private long sentBytes;
  private long ackedBytes;
  private long lostBytes;
  private long progress;

  private Phase phase = Phase.STARTING;
  private double capacity;
  private double gain = 1;
  private long smoothed;

  /** Only what is sent from here on tells about the present rate. */
  private long freshFrom;

  // What the phase is about: bytes sent from here to there, at a gain; and when it ends at last.
  private long phaseFrom;
  private long phaseTo;
  private double phaseGain;
  private long phaseUntil;

  private long noProbeUntil = Long.MIN_VALUE;

  /** When the queue was short last. */
  private long queueShortAt;

  /**
   * Makes one for a new connection.
   *
   * @param min the least rate, kept whatever the link does
   * @param max the most
   * @param maxDatagramSize the largest datagram
   */
  AdaptiveRate(long min, long max, int maxDatagramSize) {
    this.min = Math.max(1, min);
    this.max = max;
    packet = maxDatagramSize + HEADERS;
    train = new StartTrain(packet);
    losses = new LossShare(packet);
    probe = new RateProbe(packet);
    target = new QueueTarget(packet);
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
      follow(sample);
    }
    if (progress >= freshFrom) {
      base.add(sample.roundTrip, sample.now);
    } else {
      bursts.begin(sample.now);
    }
    bursts.add(sample.now, sample.ackedBytes, capacity, sample.isAppLimited);
    if (phase == Phase.PROBING) {
      measureProbe(sample);
    }
    slots.add(sample.roundTrip, sample.isAppLimited);
    if (slots.age(sample.now) >= Math.max(LEAST_SLOT, smoothed / 4)) {
      endSlot(sample.now);
    }
  }

  @Override
  public void lost(long now, long bytes, long inFlight) {
    lostBytes += bytes;
    train.lost(bytes);
  }

  @Override
  public long paceRate() {
    double rate = phase == Phase.STARTING ? START_RATE : capacity * gain();
    return (long) Math.max(min, Math.min(max, rate));
  }

  @Override
  public long window() {
    if (phase == Phase.STARTING) {
      return train.window();
    }
    double span = base.nanos() + 3 * target();
    double bytes = capacity * span / SECOND + bursts.bytes() + 2 * packet;
    return (long) Math.max(bytes, Math.max(4.0 * packet, 1.5 * min * smoothed / SECOND));
  }

  private void start(AckSample sample) {
    if (!train.hasBegun() && (sample.isAppLimited || base.nanos() < 0)) {
      base.add(sample.roundTrip, sample.now);
    }
    train.add(sample, sentBytes);
    if (train.isTelling()) {
      begin(Phase.TRAINING, sample.now);
      capacity = train.rate(base.nanos());
    } else if (train.isMute()) {
      begin(Phase.CRUISING, sample.now);
      capacity = train.windowRate(sample.roundTrip);
    }
  }

  private void begin(Phase first, long now) {
    phase = first;
    smoothed = base.nanos();
    freshFrom = sentBytes;
    queueShortAt = now;
    slots.begin(now, progress, ackedBytes);
  }

  private void follow(AckSample sample) {
    train.add(sample, sentBytes);
    capacity = train.rate(base.nanos());
    if (train.isOver()) {
      phase = Phase.CRUISING;
    }
  }

  private void endSlot(long now) {
    long delay = slots.meanDelay();
    smoothed += (delay - smoothed) / 4;
    if (progress < freshFrom) {
      slots.begin(now, progress, ackedBytes);
      return;
    }
    long queued = Math.max(0, delay - base.nanos());
    slots.end(now, progress, ackedBytes, queued);
    losses.update(progress, (long) (capacity * smoothed / SECOND), ackedBytes, lostBytes);
    adapt(now, queued);
    if (phase == Phase.DRAINING) {
      measureDrain(now, queued);
    }
    if (phase == Phase.CRUISING && !slots.isStarved(1)) {
      choosePhase(now, queued);
    }
  }

  /** How long packets should wait in the link's queue. */
  private double target() {
    return target.nanos(capacity) + base.noise();
  }

  private void adapt(long now, long queued) {
    double wanted = target();
    double before = capacity;
    double packets = WINDOW_PACKETS * packet / capacity * SECOND;
    double least = Math.max(Math.max(LEAST_WINDOW, packets), 3 * bursts.gap());
    int window = slots.spanning((long) Math.max(smoothed, least));
    boolean isStarved = slots.isStarved(window);
    if (isBusy(window, wanted) && !isStarved) {
      probe.calm();
      double rate = slots.rate(window, losses, packet);
      boolean isFilling = queued > 2 * wanted + 2 * MS && rate < capacity;
      rate = Math.max(rate, Math.max(capacity / 2, 2 * packet * SECOND / smoothed));
      capacity += (rate - capacity) * (isFilling ? 1 : 0.25);
    }
    if (queued < wanted / 2 || isStarved) {
      queueShortAt = now;
    }
    target.relax(now);
    double horizon = 2.0 * Math.max(smoothed, 10 * MS);
    gain = Math.clamp(1 + (wanted - queued) / horizon, LEAST_GAIN, MOST_GAIN);
    if (slots.isStarved(1)) {
      watch.stop();
    } else {
      watch.look(queued, wanted, before, sentBytes);
    }
    double drained = slots.nanos(1) * (1 - gain() / leaving(losses.least()));
    if (watch.isInVain(progress, drained) && !isOverrun()) {
      lengthen(now, queued);
    }
  }

  /** Whether a queue stood all the time, and it was not drained on purpose. */
  private boolean isBusy(int window, double wanted) {
    return slots.nanos(window) > smoothed / 2
        && slots.leastQueued(window) > wanted / 4
        && slots.meanQueued(window) > wanted / 2
        && (phase != Phase.DRAINING || progress < phaseFrom);
  }

  /** Whether packets seem to be lost to a queue, which then is one. */
  private boolean isOverrun() {
    return losses.isOverflowing() || losses.isTrialDue();
  }

  /** What looks like a queue is none: the way has become longer. */
  private void lengthen(long now, long queued) {
    capacity = Math.max(capacity, watch.capacityBefore());
    base.restart(base.nanos() + queued, now);
    watch.doubt(now, queued);
    probe.hurry();
    freshFrom = sentBytes;
  }

  private void choosePhase(long now, long queued) {
    double wanted = target();
    boolean isTrialDue = losses.isTrialDue() && !probe.isGrowing();
    if (watch.isCheckDue(now)) {
      check(now);
    } else if (isTrialDue || !watch.isWatching() && now - queueShortAt > DRAIN_EVERY) {
      drain(now, queued);
    } else if (queued < wanted / 2 && progress >= freshFrom && now >= noProbeUntil) {
      probe(now, wanted);
    }
  }

  private void beginPhase(Phase next, long now, double itsGain, double nanos) {
    phase = next;
    phaseFrom = sentBytes;
    phaseTo = sentBytes + (long) (capacity * itsGain * nanos / SECOND);
    phaseGain = itsGain;
    phaseUntil = now + (long) nanos + 2 * smoothed + 100 * MS;
  }

  private double gain() {
    boolean isPhase = phase == Phase.PROBING || phase == Phase.DRAINING;
    if (isPhase && sentBytes < phaseTo) {
      return phaseGain;
    }
    boolean isPayingBack = phase == Phase.PROBING && probe.isPayingBack(sentBytes);
    return isPayingBack ? Math.min(gain, RateProbe.PAY_BACK) : gain;
  }

  /** Long enough to be measured, too short to make a queue to speak of if there is no more. */
  private void probe(long now, double wanted) {
    double measurable = Math.max(8.0 * base.noise(), 2.2 * bursts.gap());
    double longest = Math.max(base.nanos(), 2 * MS);
    double nanos =
        Math.min(longest + bursts.gap() * 2.2, Math.max(wanted / probe.step(), measurable));
    double least = PROBE_PACKETS * packet / capacity * SECOND;
    beginPhase(Phase.PROBING, now, 1 + probe.step(), Math.max(nanos, least));
    probe.begin(phaseFrom, phaseTo);
  }

  private void measureProbe(AckSample sample) {
    if (sample.isAppLimited || sample.now > phaseUntil) {
      phase = Phase.CRUISING;
    } else if (probe.measure(sample.now, progress, ackedBytes, losses)) {
      capacity = probe.result(capacity, sample.roundTrip - base.nanos() > target() / 2);
      phase = Phase.CRUISING;
    }
  }

  private void drain(long now, long queued) {
    double packetNanos = packet / capacity * SECOND;
    if (losses.isTrialDue()) {
      drain.planTrial(queued, base.nanos(), leaving(0), packetNanos, smoothed);
    } else {
      drain.plan(queued, base.nanos(), leaving(losses.least()));
    }
    beginPhase(Phase.DRAINING, now, drain.gain(), drain.nanos());
    drain.begin(phaseFrom, phaseTo);
  }

  private double leaving(double share) {
    return slots.leaving(slots.spanning(smoothed), capacity, share);
  }

  /** Pauses, to see whether the way is as long as is believed. */
  private void check(long now) {
    double nanos = Math.max(base.nanos() / 2.0, 2.0 * watch.doubtful());
    drain.planCheck(LEAST_GAIN, Math.min(nanos, LONGEST_CHECK));
    beginPhase(Phase.DRAINING, now, drain.gain(), drain.nanos());
    drain.begin(phaseFrom, phaseTo);
    watch.check(base.nanos());
  }

  private void measureDrain(long now, long queued) {
    if (!drain.measure(progress, now >= phaseUntil, queued, ackedBytes, lostBytes, losses)) {
      return;
    }
    phase = Phase.CRUISING;
    queueShortAt = now;
    if (watch.isCheckDue(now)) {
      watch.checked(now, base.nanos());
    }
    if (losses.isOverflowing() && drain.queueBefore() < 1.5 * target()) {
      target.shorten(now);
      noProbeUntil = now + NO_PROBE_AFTER_OVERFLOW;
    }
    watch.stop();
    if (drain.queueBefore() > target() / 2 && drain.isInVain() && !isOverrun()) {
      lengthen(now, drain.leastQueued());
    }
  }

  @Override
  public String toString() {
    return "%s %.0f kB/s ×%.2f, %.1f ms, %s"
        .formatted(phase, capacity / 1e3, gain(), base.nanos() / 1e6, losses);
  }
}
