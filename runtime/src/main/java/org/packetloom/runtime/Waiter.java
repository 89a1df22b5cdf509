// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.packetloom.Cancellation;
import org.packetloom.Deadline;

/**
 * One call that may have to wait in a {@link Lane}: the thread, and what it has to obey.
 *
 * <p>A lane has one for whoever holds its turn; a call that queues for the turn brings its own.
 * Fields without a guard are the waiting thread's alone.
 */
final class Waiter extends Timeout {
  /** The thread that waits, null when none does; written by that thread, read by wakers. */
  private volatile @Nullable Thread thread;

  /** Whether the turn was handed to this waiter; written under the queue's lock. */
  private volatile boolean granted;

  /** When the call first had to wait; 0 if it has not. */
  long since;

  /** What the rolling timeout counts from: the first wait since the last progress, 0 before it. */
  long rollsFrom;

  /** The ambient deadline of the call in the time of {@link Timers}, NEVER if none. */
  long ambient = NEVER;

  /** Whether an interrupt was put off until the call returns. */
  boolean isInterruptDeferred;

  /** Whether an interrupt of this call closed the connector. */
  boolean hasClosed;

  /** The cancellation that an interrupt has asked for, null before any. */
  @Nullable Cancellation cancellation;

  /** Begins a call. */
  void begin(Timers timers) {
    Deadline current = Deadline.current();
    ambient = current.isLimited() ? timers.at(current.nanoTime()) : NEVER;
  }

  /** Ends a call: the next one finds it as it was made. */
  void reset() {
    since = 0;
    rollsFrom = 0;
    ambient = NEVER;
    isInterruptDeferred = false;
    hasClosed = false;
    cancellation = null;
  }

  /** Goes on with the call of another waiter that has got its turn. */
  void continueFrom(Waiter other) {
    since = other.since;
    rollsFrom = other.rollsFrom;
    ambient = other.ambient;
    isInterruptDeferred = other.isInterruptDeferred;
    cancellation = other.cancellation;
  }

  /** Announces that a thread is about to park; the condition is to be looked at once more after. */
  void announce(Thread me) {
    thread = me;
  }

  void leave() {
    thread = null;
  }

  /** The thread that waits, null if none. */
  @Nullable Thread thread() {
    return thread;
  }

  void wake() {
    Thread waiting = thread;
    if (waiting != null) {
      LockSupport.unpark(waiting);
    }
  }

  boolean isGranted() {
    return granted;
  }

  void grant() {
    granted = true;
  }

  @Override
  void expired() {
    wake();
  }
}
