// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

/**
 * A timer that was scheduled; incubating. Safe for use by any thread, its own handler included.
 *
 * <p>A timer that repeats has a fixed rate: run k is due at first + k × interval. Its handler never
 * runs twice at the same time. A run that begins late stands for all times that have passed until
 * then; of the times that pass while a handler runs the last one gets a run as soon as it ends, and
 * the others are skipped. What is skipped does not count, and the next runs are at the times that
 * they would have been at anyway. No run is early.
 */
public interface Timer {
  /**
   * Cancels it. Its handler is not started any more; if it runs it goes on, for the last time.
   *
   * @return whether the handler would have been started once more; false if it has been started for
   *     the last time, or the timer was cancelled before
   */
  boolean cancel();

  /**
   * Whether its handler will be started once more, unless it is cancelled.
   *
   * @return whether {@link #cancel} would return true
   */
  boolean isActive();

  /**
   * How often its handler was started.
   *
   * @return the runs so far, the present one included
   */
  long runs();
}
