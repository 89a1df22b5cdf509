// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.packetloom.Cancellation;
import org.packetloom.Deadline;

/**
 * One call that may have to wait in a {@link Lane}: the thread, and what it has to obey.
 *
 * <p>The lane is the waiter of whoever holds its turn; a call that queues for the turn brings its
 * own. Fields without a guard are the waiting thread's alone.
 */
class Waiter {
  private static final VarHandle THREAD;

  static {
    try {
      THREAD = MethodHandles.lookup().findVarHandle(Waiter.class, "thread", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The thread that waits, null when none does; written by that thread, read by wakers. */
  private volatile @Nullable Thread thread;

  /** What few calls need, null until one does; written by the waiting thread. */
  private volatile @Nullable Extras extras;

  /** Whether the turn was handed to this waiter; written under the queue's lock. */
  private volatile boolean granted;

  /** What the last call that had to wait was doing. */
  String operation = "";

  /** When the call first had to wait, {@link Timers#roughly()}; 0 if it has not. */
  long since;

  /**
   * What the rolling timeout counts from: the first wait since the last progress; 0 before it, and
   * while there is no such timeout.
   */
  long rollsFrom;

  /** Whether an interrupt was put off until the call returns. */
  boolean isInterruptDeferred;

  /** Whether an interrupt of this call closed the connector. */
  boolean hasClosed;

  /** Whether this call has looked once more after its timeout. */
  boolean hasLookedAgain;

  /** What a call has to obey beside its lane, and what wakes it in time. */
  private static final class Extras extends Timeout {
    private final Waiter waiter;

    /** The ambient deadline of the call in the time of {@link Timers}, NEVER if none. */
    private long ambient = NEVER;

    /** What an interrupt of the call is to run, null if nothing. */
    private @Nullable Cancellation cancellation;

    Extras(Waiter waiter) {
      this.waiter = waiter;
    }

    @Override
    void expired() {
      waiter.wake();
    }
  }

  private Extras extras() {
    Extras known = extras;
    if (known == null) {
      known = new Extras(this);
      extras = known;
    }
    return known;
  }

  /** Begins a call. */
  final void begin(Timers timers) {
    Deadline current = Deadline.current();
    if (current.isLimited()) {
      extras().ambient = timers.at(current.nanoTime());
    } else {
      Extras known = extras;
      if (known != null) {
        known.ambient = Timeout.NEVER;
      }
    }
  }

  /** Ends a call: the next one finds it as it was made. */
  final void reset() {
    since = 0;
    rollsFrom = 0;
    isInterruptDeferred = false;
    hasClosed = false;
    hasLookedAgain = false;
    Extras known = extras;
    if (known != null) {
      known.ambient = Timeout.NEVER;
      known.cancellation = null;
    }
  }

  /** Goes on with the call of another waiter that has got its turn. */
  final void continueFrom(Waiter other) {
    operation = other.operation;
    since = other.since;
    rollsFrom = other.rollsFrom;
    isInterruptDeferred = other.isInterruptDeferred;
    Extras known = other.extras;
    if (known != null) {
      Extras own = extras();
      own.ambient = known.ambient;
      own.cancellation = known.cancellation;
    }
  }

  /** The ambient deadline of the call in the time of {@link Timers}, NEVER if none. */
  final long ambient() {
    Extras known = extras;
    return known == null ? Timeout.NEVER : known.ambient;
  }

  /** What an interrupt of the call is to run, null if nothing. */
  final @Nullable Cancellation cancellation() {
    Extras known = extras;
    return known == null ? null : known.cancellation;
  }

  /** The call waits for the first time: what an interrupt of it is to run. */
  final void cancelBy(Cancellation cancellation) {
    extras().cancellation = cancellation;
  }

  /** Has the thread woken at a time. */
  final void arm(long time, Timers timers) {
    extras().arm(time, timers);
  }

  /** Ends what {@link #arm} began; does nothing if nothing was begun. */
  final void disarm() {
    Extras known = extras;
    if (known != null && known.isArmed()) {
      known.disarm();
    }
  }

  /** Whether the thread is to be woken at a time. */
  final boolean isArmed() {
    Extras known = extras;
    return known != null && known.isArmed();
  }

  /** Announces that a thread is about to park; the condition is to be looked at once more after. */
  final void announce(Thread me) {
    thread = me;
  }

  /** Ends that; who still sees the thread wakes it for nothing, which does no harm. */
  final void leave() {
    THREAD.setRelease(this, null);
  }

  /** The thread that waits, null if none. */
  final @Nullable Thread thread() {
    return thread;
  }

  final void wake() {
    Thread waiting = thread;
    if (waiting != null) {
      LockSupport.unpark(waiting);
    }
  }

  final boolean isGranted() {
    return granted;
  }

  final void grant() {
    granted = true;
  }
}
