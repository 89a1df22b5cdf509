// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.time.Duration;
import org.packetloom.Deadline;

/**
 * Calls handlers at times, with {@link Events#TIMEOUT}. Safe for use by any thread, handlers
 * included.
 *
 * <p>Never early; late by up to two milliseconds, and for as long as no worker is free or nobody
 * pumps. One handler may be scheduled many times: each timer is by itself.
 *
 * <p>Runs of timers that repeat keep to a fixed rate; see {@link Timer} for those that are late.
 */
public interface TimerService {
  /**
   * Calls a handler once, after a delay.
   *
   * @param delay zero or longer
   * @param handler is told {@link Events#TIMEOUT}
   * @return the timer
   * @throws IllegalArgumentException if the delay is negative
   * @throws ReactorClosedException if the reactor is closed
   */
  Timer once(Duration delay, EventHandler handler);

  /**
   * Calls a handler once, at a time.
   *
   * @param time may be past: then at once
   * @param handler is told {@link Events#TIMEOUT}
   * @return the timer
   * @throws IllegalArgumentException if it is {@link Deadline#NONE}
   * @throws ReactorClosedException if the reactor is closed
   */
  Timer at(Deadline time, EventHandler handler);

  /**
   * Calls a handler over and over until it is cancelled.
   *
   * @param first when to begin; may be past
   * @param interval longer than zero
   * @param handler is told {@link Events#TIMEOUT}
   * @return the timer
   * @throws IllegalArgumentException if the time is {@link Deadline#NONE}, or the interval is not
   *     longer than zero
   * @throws ReactorClosedException if the reactor is closed
   */
  default Timer every(Deadline first, Duration interval, EventHandler handler) {
    return every(first, interval, -1, handler);
  }

  /**
   * Calls a handler several times.
   *
   * @param first when to begin; may be past
   * @param interval longer than zero
   * @param count how often; without end if it is negative, once if it is 0 or 1
   * @param handler is told {@link Events#TIMEOUT}
   * @return the timer
   * @throws IllegalArgumentException if the time is {@link Deadline#NONE}, or the interval is not
   *     longer than zero
   * @throws ReactorClosedException if the reactor is closed
   */
  Timer every(Deadline first, Duration interval, long count, EventHandler handler);

  /**
   * Cancels all timers of a handler.
   *
   * @param handler the same object
   * @return how many had runs left
   */
  int cancelTimers(EventHandler handler);
}
