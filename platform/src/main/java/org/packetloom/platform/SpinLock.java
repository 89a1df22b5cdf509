// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A lock for a few instructions, or a system call, that do not wait; shared by threads of all
 * kinds. Safe for use by any thread; not reentrant.
 *
 * <p>Nobody queues for it: who finds it taken yields, and its holder, which can at most have lost
 * its processor, goes on. So a thread that carries virtual threads never waits for one that it
 * would have to carry first. It is half the price of a {@code ReentrantLock} where it is free.
 */
public final class SpinLock {
  /** Looks at a taken lock before the processor is given away. */
  private static final int SPINS = 32;

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
      if (++spins % SPINS == 0) {
        Thread.yield();
      } else {
        Thread.onSpinWait();
      }
    } while ((boolean) TAKEN.getOpaque(this) || !TAKEN.compareAndSet(this, false, true));
  }

  /** Gives it back; for its holder only. */
  public void unlock() {
    TAKEN.setRelease(this, false);
  }
}
