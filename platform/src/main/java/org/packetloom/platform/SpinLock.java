// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock for a few instructions, or a system call, that do not wait; shared by threads of all
 * kinds. Safe for use by any thread; not reentrant.
 *
 * <p>Nobody queues for it: who finds it taken yields, and its holder, which may have lost its
 * processor, goes on. So a thread that carries virtual threads never waits for one that it would
 * have to carry first. It is half the price of a {@code ReentrantLock} where it is free.
 *
 * <p><b>Nobody yields for ever.</b> A holder that is a virtual thread may have lost its carrier,
 * too: it has found another such lock taken and yielded, or a class had to be loaded. The JDK's
 * scheduler may put it where carriers look only when they have nothing else to do; two others that
 * yield by turns on each of them, waiting for the lock, would keep it from going on for good. So
 * who has yielded in vain some times sleeps for moments. That may use up an unpark which was meant
 * for a wait around this one; hence a last one for oneself, after which that wait looks once more.
 */
public final class SpinLock {
  /** Looks at a taken lock before the processor is given away. */
  private static final int SPINS = 32;

  /** Looks before the thread sleeps: after it has yielded so many times. */
  private static final int YIELDING = 16 * SPINS;

  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private static final VarHandle TAKEN;

  static {
    try {
      TAKEN = MethodHandles.lookup().findVarHandle(SpinLock.class, "taken", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // through TAKEN
  private boolean taken;

  /** A lock that is free. */
  public SpinLock() {}

  /** Takes it, as soon as it is free; not reentrant. */
  public void lock() {
    if (!TAKEN.compareAndSet(this, false, true)) {
      lockContended();
    }
  }

  private void lockContended() {
    int spins = 0;
    do {
      if (spins == YIELDING) {
        lockAsleep();
        return;
      }
      if (++spins % SPINS == 0) {
        Thread.yield();
      } else {
        Thread.onSpinWait();
      }
    } while (!tryLock());
  }

  private void lockAsleep() {
    boolean wasInterrupted = false;
    do {
      wasInterrupted |= Thread.interrupted(); // it could not sleep
      LockSupport.parkNanos(this, PAUSE_NANOS);
    } while (!tryLock());
    Thread me = Thread.currentThread();
    LockSupport.unpark(me);
    if (wasInterrupted) {
      me.interrupt();
    }
  }

  private boolean tryLock() {
    return !(boolean) TAKEN.getOpaque(this) && TAKEN.compareAndSet(this, false, true);
  }

  /** Gives it back; for its holder only. */
  public void unlock() {
    TAKEN.setRelease(this, false);
  }
}
