// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.IntSupplier;

/**
 * One call at a time that may hold its thread, made on a thread of {@link Errands}, and its result.
 *
 * <p>States: IDLE → RUNNING by {@link #begin}; RUNNING → DONE by the thread, which then tells; DONE
 * → IDLE by {@link #take}; RUNNING → ABANDONED by {@link #abandon}, after which the thread cleans
 * up. All but those of the thread are made by whoever has the turn, or is the last user.
 */
final class Errand {
  private static final int IDLE = 0;
  private static final int RUNNING = 1;
  private static final int DONE = 2;
  private static final int ABANDONED = 3;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Errand.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Errands threads;
  private final Runnable whenDone;
  private volatile int state = IDLE;

  /** What the call returned; written by its thread before DONE. */
  private int result;

  /** What is left to do when the call ends; written before ABANDONED. */
  private Runnable cleanUp = () -> {};

  /** An errand that tells of each call's end. */
  Errand(Errands threads, Runnable whenDone) {
    this.threads = threads;
    this.whenDone = whenDone;
  }

  boolean isIdle() {
    return state == IDLE;
  }

  boolean isRunning() {
    return state == RUNNING;
  }

  boolean isDone() {
    return state == DONE;
  }

  /** Has a call made; must be idle. */
  void begin(IntSupplier call) {
    state = RUNNING;
    if (!threads.run(() -> make(call))) {
      state = IDLE; // the toolkit is being closed, and whoever waits is told
    }
  }

  private void make(IntSupplier call) {
    result = call.getAsInt();
    if (STATE.compareAndSet(this, RUNNING, DONE)) {
      whenDone.run();
    } else {
      cleanUp.run();
    }
  }

  /** What the call returned; stays until it is taken. */
  int result() {
    return result;
  }

  /** Takes the result of a call that is done. */
  int take() {
    int taken = result;
    state = IDLE;
    return taken;
  }

  /** Leaves a call that is running to itself and what it leaves behind; false if none is. */
  boolean abandon(Runnable afterwards) {
    cleanUp = afterwards;
    return STATE.compareAndSet(this, RUNNING, ABANDONED);
  }
}
