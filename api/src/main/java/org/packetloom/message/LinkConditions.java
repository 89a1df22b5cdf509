// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.time.Duration;
import java.util.Objects;

/**
 * What one direction of a simulated link is like.
 *
 * <p>Made by a {@link #builder()}, or from a text by {@link #parse}. Probabilities are from 0 to 1,
 * durations from zero to a day.
 *
 * <p>The presets other than {@link #PERFECT} have the loss and duplication of those of the Rust
 * library packeteer. Its pipe shuffles datagrams by a number of places; a place counts 1/60 s of
 * jitter here, and the delay is the least with which the jitter can be had.
 *
 * @param loss the part of all datagrams that is lost
 * @param lossBurst how many datagrams are lost in a row, on average; losses are independent of one
 *     another if it is at most {@code 1 / (1 − loss)}, which 1 always is
 * @param delay from leaving the queue to arriving
 * @param jitter how much shorter or longer the delay of each datagram is at most, any length being
 *     as likely as another; none is delayed by less than nothing
 * @param keepsOrder whether jitter leaves datagrams in their order: one that would overtake another
 *     then arrives with it
 * @param reordering probability of being held back, so that others overtake
 * @param reorderDelay the delay added to those that are held back
 * @param duplication probability of a datagram that is not lost to arrive twice
 * @param corruption probability that bits of a datagram, or of a copy, are flipped: one in half of
 *     the cases, up to eight; empty ones stay as they are
 * @param bytesPerSecond the rate at which datagrams leave the queue, with their overhead; 0 for no
 *     limit, at most 10¹²
 * @param queueBytes how much may wait to leave, with overhead, before datagrams are dropped; one
 *     that finds nothing waiting never is, nor is any where the rate has no limit
 * @param overheadBytes what each datagram takes up besides its own bytes, 0 to 65 535; 28 is what
 *     UDP over IPv4 adds
 */
public record LinkConditions(
    double loss,
    double lossBurst,
    Duration delay,
    Duration jitter,
    boolean keepsOrder,
    double reordering,
    Duration reorderDelay,
    double duplication,
    double corruption,
    long bytesPerSecond,
    long queueBytes,
    int overheadBytes) {
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final long HIGHEST_RATE = 1_000_000_000_000L;
  private static final int LARGEST_OVERHEAD = 65_535;

  /** Nothing happens, and at once. */
  public static final LinkConditions PERFECT = builder().build();

  /** An everyday link: 1 % loss, 0.1 % twice, 12.5 ms ± 12.5 ms. */
  public static final LinkConditions DEFAULT = preset(0.01, 0.001, 12_500);

  /** A bad link: 5 % loss, 0.5 % twice, 33.333 ms ± 33.333 ms. */
  public static final LinkConditions BAD = preset(0.05, 0.005, 33_333);

  /** A very bad link: 10 % loss, 1 % twice, 50 ms ± 50 ms. */
  public static final LinkConditions VERY_BAD = preset(0.1, 0.01, 50_000);

  /** A terrible link: 30 % loss, 4 % twice, 200 ms ± 200 ms. */
  public static final LinkConditions VERY_VERY_BAD = preset(0.3, 0.04, 200_000);

  private static LinkConditions preset(double loss, double duplication, long jitterMicros) {
    Duration jitter = Duration.ofNanos(1_000 * jitterMicros);
    return builder().loss(loss).duplication(duplication).delay(jitter).jitter(jitter).build();
  }

  /**
   * Checks the conditions.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public LinkConditions {
    loss = probability("loss", loss);
    if (!(lossBurst >= 1 && lossBurst <= Integer.MAX_VALUE)) {
      throw wrong("burst", lossBurst, "1 to " + Integer.MAX_VALUE);
    }
    duration("delay", delay);
    duration("jitter", jitter);
    reordering = probability("reorder", reordering);
    duration("reorder-delay", reorderDelay);
    duplication = probability("duplicate", duplication);
    corruption = probability("corrupt", corruption);
    if (bytesPerSecond < 0 || bytesPerSecond > HIGHEST_RATE) {
      throw wrong("rate", bytesPerSecond, "0 to " + HIGHEST_RATE + " bytes per second");
    }
    if (queueBytes < 0) {
      throw wrong("queue", queueBytes, "0 or more bytes");
    }
    if (overheadBytes < 0 || overheadBytes > LARGEST_OVERHEAD) {
      throw wrong("overhead", overheadBytes, "0 to " + LARGEST_OVERHEAD + " bytes");
    }
  }

  /** The probability, without the sign that a zero can have. */
  private static double probability(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw wrong(name, value, "0 to 1");
    }
    return value + 0.0;
  }

  private static void duration(String name, Duration value) {
    Objects.requireNonNull(value, name);
    if (value.isNegative() || value.compareTo(LONGEST) > 0) {
      throw wrong(name, value, "zero to a day");
    }
  }

  private static IllegalArgumentException wrong(String name, Object value, String range) {
    return new IllegalArgumentException(name + " " + value + " is not from " + range);
  }

  /**
   * Reads conditions from a text: the name of a preset, or what is added to {@link #PERFECT}, or
   * the one and then the other, separated by commas.
   *
   * <p>Presets are {@code perfect}, {@code default}, {@code bad}, {@code very-bad} and {@code
   * very-very-bad}. The other parts are, each at most once:
   *
   * <ul>
   *   <li>{@code loss=20%} or {@code loss=0.2}, {@code burst=3}
   *   <li>{@code delay=25ms}, {@code jitter=2.5ms}, {@code keep-order=yes}
   *   <li>{@code reorder=1%}, {@code reorder-delay=10ms}
   *   <li>{@code duplicate=1%}, {@code corrupt=0.1%}
   *   <li>{@code rate=10mbit}, {@code queue=64kb}, {@code overhead=28b}
   * </ul>
   *
   * <p>Numbers may have a fraction. Units of time are {@code ns}, {@code us}, {@code ms}, {@code
   * s}; of the rate {@code bit}, {@code kbit}, {@code mbit} and {@code gbit} per second; of sizes
   * {@code b}, {@code kb}, {@code mb} and {@code gb}, each 1000 of the one before, and {@code kib},
   * {@code mib} and {@code gib}, each 1024. A rate or a queue without limit is {@code unlimited}.
   *
   * @param text such as {@code loss=20%,delay=25ms,jitter=5ms,rate=10mbit,queue=64kb,burst=3}, or
   *     {@code bad,rate=1mbit}
   * @return the conditions
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public static LinkConditions parse(String text) {
    return LinkSyntax.parse(text);
  }

  /**
   * The text of which {@link #parse} makes equal conditions.
   *
   * @return what differs from {@link #PERFECT}, or {@code perfect}
   */
  @Override
  public String toString() {
    return LinkSyntax.toText(this);
  }

  /**
   * Begins with {@link #PERFECT} conditions.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Begins with these conditions.
   *
   * @return a builder
   */
  public Builder toBuilder() {
    return new Builder()
        .loss(loss)
        .lossBurst(lossBurst)
        .delay(delay)
        .jitter(jitter)
        .keepOrder(keepsOrder)
        .reordering(reordering)
        .reorderDelay(reorderDelay)
        .duplication(duplication)
        .corruption(corruption)
        .rate(bytesPerSecond)
        .queue(queueBytes)
        .overhead(overheadBytes);
  }

  /** Collects conditions; what is out of range is told by {@link #build()}. */
  public static final class Builder {
    private static final int UDP_OVERHEAD = 28;

    private double loss;
    private double lossBurst = 1;
    private Duration delay = Duration.ZERO;
    private Duration jitter = Duration.ZERO;
    private boolean keepsOrder;
    private double reordering;
    private Duration reorderDelay = Duration.ZERO;
    private double duplication;
    private double corruption;
    private long bytesPerSecond;
    private long queueBytes = Long.MAX_VALUE;
    private int overheadBytes = UDP_OVERHEAD;

    private Builder() {}

    /**
     * Chooses how much is lost; nothing unless chosen.
     *
     * @param part 0 to 1
     * @return this builder
     */
    public Builder loss(double part) {
      loss = part;
      return this;
    }

    /**
     * Chooses how many are lost in a row; losses are independent unless chosen.
     *
     * @param meanLength the average, 1 or more
     * @return this builder
     */
    public Builder lossBurst(double meanLength) {
      lossBurst = meanLength;
      return this;
    }

    /**
     * Chooses how long datagrams take; no time unless chosen.
     *
     * @param duration zero to a day
     * @return this builder
     */
    public Builder delay(Duration duration) {
      delay = duration;
      return this;
    }

    /**
     * Chooses how much the delay varies; not at all unless chosen.
     *
     * @param most zero to a day, shorter or longer
     * @return this builder
     */
    public Builder jitter(Duration most) {
      jitter = most;
      return this;
    }

    /**
     * Chooses whether jitter leaves datagrams in order; it does not unless chosen.
     *
     * @param isKept whether it does
     * @return this builder
     */
    public Builder keepOrder(boolean isKept) {
      keepsOrder = isKept;
      return this;
    }

    /**
     * Chooses how many are held back; none unless chosen.
     *
     * @param probability 0 to 1
     * @return this builder
     */
    public Builder reordering(double probability) {
      reordering = probability;
      return this;
    }

    /**
     * Chooses how long they are held back; no time unless chosen.
     *
     * @param duration zero to a day
     * @return this builder
     */
    public Builder reorderDelay(Duration duration) {
      reorderDelay = duration;
      return this;
    }

    /**
     * Chooses how many arrive twice; none unless chosen.
     *
     * @param probability 0 to 1
     * @return this builder
     */
    public Builder duplication(double probability) {
      duplication = probability;
      return this;
    }

    /**
     * Chooses how many are damaged; none unless chosen.
     *
     * @param probability 0 to 1
     * @return this builder
     */
    public Builder corruption(double probability) {
      corruption = probability;
      return this;
    }

    /**
     * Chooses the rate; it has no limit unless chosen.
     *
     * @param bytesEachSecond with overhead; 0 for no limit
     * @return this builder
     */
    public Builder rate(long bytesEachSecond) {
      bytesPerSecond = bytesEachSecond;
      return this;
    }

    /**
     * Chooses how much may wait where there is a rate; any amount unless chosen.
     *
     * @param bytes with overhead; {@link Long#MAX_VALUE} for any amount
     * @return this builder
     */
    public Builder queue(long bytes) {
      queueBytes = bytes;
      return this;
    }

    /**
     * Chooses what a datagram takes up besides its bytes; 28 unless chosen.
     *
     * @param bytesEach 0 to 65 535
     * @return this builder
     */
    public Builder overhead(int bytesEach) {
      overheadBytes = bytesEach;
      return this;
    }

    /**
     * Makes the conditions.
     *
     * @return the conditions
     * @throws IllegalArgumentException naming what is out of range
     */
    public LinkConditions build() {
      return new LinkConditions(
          loss,
          lossBurst,
          delay,
          jitter,
          keepsOrder,
          reordering,
          reorderDelay,
          duplication,
          corruption,
          bytesPerSecond,
          queueBytes,
          overheadBytes);
    }
  }
}
