// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Something that is due at a time, or never; the entry of a {@link Wheel}.
 *
 * <p>A timed wait arms it and a wait that ends disarms it. Both are mere stores as long as the
 * wheel looks at the entry early enough anyway: the entry then stays where it is, and the wheel
 * finds out on its next visit that it was moved. A connection whose every read has a timeout so
 * costs the wheel one visit per timeout, not one per read.
 *
 * <p><b>Why nothing is lost.</b> One thread at a time arms: it stores {@code target} and then loads
 * {@code visitAt}. The wheel's owner stores {@code visitAt = NEVER} and then loads {@code target}.
 * Both are volatile, so at least one of them sees the other's store: either the armer submits the
 * entry to the owner, or the owner sees the new target and keeps the entry. {@code submitted} keeps
 * an entry from being in the inbox twice: the owner clears it before it loads {@code target}. An
 * entry may lie in the inbox of an owner that sleeps, as it was not due before; who moves it
 * earlier wakes the owner.
 */
abstract class Timeout extends WheelEntry {
  private static final System.Logger LOG = System.getLogger("org.packetloom");

  private static final VarHandle TARGET;
  private static final VarHandle SUBMITTED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      TARGET = lookup.findVarHandle(Timeout.class, "target", long.class);
      SUBMITTED = lookup.findVarHandle(Timeout.class, "submitted", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** When it is due, in the time of {@link Timers}; written by the arming thread. */
  private volatile long target = NEVER;

  /** When the owner will look at it next, NEVER while it is in no bucket; written by the owner. */
  private volatile long visitAt = NEVER;

  /** Whether it is in the owner's inbox. */
  @SuppressWarnings("unused") // through SUBMITTED
  private volatile boolean submitted;

  /** Whose wheel it is in, null before it was first submitted; the arming thread's. */
  private @Nullable Timers owner;

  /** Called by the wheel's owner when it is due; must not wait. May be called spuriously. */
  abstract void expired();

  /** Has it expire; a failure, such as for want of memory, must not take the others with it. */
  @Override
  final void expire() {
    try {
      expired();
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.ERROR, "expiry of " + this, e);
    }
  }

  /** Makes it due at a time; called by one thread at a time. */
  final void arm(long time, Timers timers) {
    target = time;
    if (visitAt > time) {
      Timers own = owner == null ? timers.nearest() : owner;
      owner = own;
      if (SUBMITTED.compareAndSet(this, false, true)) {
        own.submit(this, time);
      } else {
        own.hurry(time); // it is in the inbox, but perhaps for a later time
      }
    }
  }

  /** Makes it due never; a visit or an expiry that is under way may still happen. */
  final void disarm() {
    TARGET.setRelease(this, NEVER);
  }

  /** Whether it is due at some time. */
  final boolean isArmed() {
    return target != NEVER;
  }

  @Override
  final long target() {
    return target;
  }

  /** The owner took it out of the inbox. */
  final void received() {
    submitted = false;
  }

  @Override
  final void visitAt(long time) {
    visitAt = time;
  }
}
