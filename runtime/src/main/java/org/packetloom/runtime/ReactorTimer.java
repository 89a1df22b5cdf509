// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.packetloom.event.Timer;

/**
 * A timer of {@link ReactorTimers}, whose lock guards all that changes.
 *
 * <pre>
 * PENDING ──► DUE ──► RUNNING ──► PENDING        RUNNING: its handler runs, and not for the last time
 *    │         │ └──────┼───────► DONE           DONE: its handler has been started for the last time
 *    └─────────┴────────┴───────► CANCELLED
 * </pre>
 *
 * PENDING to DUE is the runner's, {@link #begin} and {@link #ended} are called by the thread that
 * runs the handler, and {@link #cancel} by any. As each moves it under the lock, and none but from
 * the states above, a run is either begun or cancelled.
 */
final class ReactorTimer extends WheelEntry implements Timer {
  enum State {
    PENDING,
    DUE,
    RUNNING,
    DONE,
    CANCELLED
  }

  /** What happens when a timer is due. */
  @FunctionalInterface
  interface Target {
    /**
     * Hands a run over to a thread that calls {@link #begin}, then the handler, then {@link
     * #ended}. Called by the runner; must not wait.
     *
     * @param now the time that {@link ReactorTimers#advance} was called with
     */
    void expired(ReactorTimer timer, long now);
  }

  private final ReactorTimers timers;
  private final Target target;

  /** Between two runs, 0 if there is but one. */
  final long interval;

  /** When it is due, or was for the run that goes on; guarded by the lock of its timers. */
  long due;

  /** Runs that are still to be begun, negative if for ever; guarded by the lock of its timers. */
  long left;

  /** Written under the lock of its timers. */
  volatile State state = State.PENDING;

  /** How often its handler was started; written under the lock of its timers. */
  volatile long runs;

  ReactorTimer(ReactorTimers timers, long due, long interval, long left, Target target) {
    this.timers = timers;
    this.due = due;
    this.interval = interval;
    this.left = left;
    this.target = target;
  }

  @Override
  public boolean cancel() {
    return timers.cancel(this);
  }

  @Override
  public boolean isActive() {
    return switch (state) {
      case PENDING, DUE, RUNNING -> true;
      case DONE, CANCELLED -> false;
    };
  }

  @Override
  public long runs() {
    return runs;
  }

  /** Whom it was scheduled for. */
  Target receiver() {
    return target;
  }

  /**
   * Begins a run that was handed over; counts it.
   *
   * @param now the time; the runs that were due until then are this one
   * @return whether the handler is to be called; not if the timer was cancelled
   */
  boolean begin(long now) {
    return timers.begin(this, now);
  }

  /**
   * Ends a run: the next one, if there is one, is due at the next time of the timer's grid, or at
   * once if that has passed meanwhile.
   */
  void ended(long now) {
    timers.ended(this, now);
  }

  // ---- as an entry of the wheel, under the lock

  @Override
  long target() {
    return due;
  }

  @Override
  void visitAt(long time) {}

  @Override
  void expire() {
    timers.collect(this);
  }
}
