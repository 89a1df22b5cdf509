// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.time.Duration;
import java.util.Objects;

/**
 * A point on the monotonic clock after which waiting ends.
 *
 * <p>Deadlines are absolute: one may be handed through many calls, and all of them together take no
 * longer than it allows. They are values of one process, compared by {@link System#nanoTime()}.
 *
 * <p>{@link #call} makes a deadline <em>ambient</em>: every wait of Packetloom inside the operation
 * obeys it, also in threads forked by a {@code StructuredTaskScope} opened there.
 *
 * <p>Immutable and safe for use by any thread.
 *
 * @see java.lang.ScopedValue
 */
public final class Deadline {
  /** No deadline: waits as long as it takes. */
  public static final Deadline NONE = new Deadline(0, false);

  private static final ScopedValue<Deadline> AMBIENT = ScopedValue.newInstance();

  /** Longest duration that is told apart from none: 146 years, half the range of the clock. */
  private static final long LONGEST_NANOS = Long.MAX_VALUE / 2;

  private final long nanoTime;
  private final boolean limited;

  private Deadline(long nanoTime, boolean limited) {
    this.nanoTime = nanoTime;
    this.limited = limited;
  }

  /**
   * A deadline the given time from now.
   *
   * @param timeout zero or less for a deadline that has passed; more than 146 years counts as 146
   * @return the deadline
   */
  public static Deadline after(Duration timeout) {
    long nanos;
    try {
      nanos = timeout.toNanos();
    } catch (ArithmeticException _) {
      nanos = timeout.isNegative() ? 0 : LONGEST_NANOS;
    }
    return atNanoTime(System.nanoTime() + Math.clamp(nanos, 0, LONGEST_NANOS));
  }

  /**
   * A deadline at a point of {@link System#nanoTime()}.
   *
   * @param nanoTime the point, less than 146 years from now
   * @return the deadline
   */
  public static Deadline atNanoTime(long nanoTime) {
    return new Deadline(nanoTime, true);
  }

  /**
   * The ambient deadline of the calling thread.
   *
   * @return what the innermost {@link #call} around the caller set, {@link #NONE} outside of any
   */
  public static Deadline current() {
    return AMBIENT.orElse(NONE);
  }

  /**
   * Whether this deadline ever ends a wait.
   *
   * @return false for {@link #NONE} only
   */
  public boolean isLimited() {
    return limited;
  }

  /**
   * Whether the deadline has passed.
   *
   * @return true from the moment on at which no time remains
   */
  public boolean hasPassed() {
    return limited && nanoTime - System.nanoTime() <= 0;
  }

  /**
   * The point of {@link System#nanoTime()} at which it passes.
   *
   * @return nanoseconds on the monotonic clock; meaningless for {@link #NONE}
   */
  public long nanoTime() {
    return nanoTime;
  }

  /**
   * The time that is left.
   *
   * @return zero if it has passed; for {@link #NONE} the longest duration there is, {@code
   *     Long.MAX_VALUE} nanoseconds
   */
  public Duration remaining() {
    if (!limited) {
      return Duration.ofNanos(Long.MAX_VALUE);
    }
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  /**
   * The earlier of two deadlines.
   *
   * @param other the other
   * @return this or {@code other}; {@link #NONE} is later than any
   */
  public Deadline earliest(Deadline other) {
    if (!limited) {
      return other;
    }
    return other.limited && other.nanoTime - nanoTime < 0 ? other : this;
  }

  /**
   * Runs an operation with this deadline as ambient one, joined with the one around it by the
   * earliest: an operation can shorten the time it was given, never extend it.
   *
   * @param <T> what the operation returns
   * @param <X> what it throws
   * @param operation runs once, on the calling thread
   * @return what the operation returned
   * @throws X what the operation threw
   */
  public <T, X extends Throwable> T call(ScopedValue.CallableOp<? extends T, X> operation)
      throws X {
    return ScopedValue.where(AMBIENT, earliest(current())).<T, X>call(operation);
  }

  /**
   * Runs an operation that returns nothing, as {@link #call} does.
   *
   * @param operation runs once, on the calling thread
   */
  public void run(Runnable operation) {
    ScopedValue.where(AMBIENT, earliest(current())).run(operation);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Deadline that && nanoTime == that.nanoTime && limited == that.limited;
  }

  @Override
  public int hashCode() {
    return Objects.hash(nanoTime, limited);
  }

  @Override
  public String toString() {
    return limited ? "in " + remaining() : "none";
  }
}
