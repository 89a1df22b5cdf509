// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Something that a reactor has run over and over, by one thread at a time.
 *
 * <p>States, moved by compare-and-set:
 *
 * <pre>
 *   IDLE     nothing to do     → QUEUED by submit(), → RUNNING by tryClaim()
 *   QUEUED   in the queue      → RUNNING by the one thread that takes it out
 *   RUNNING  someone is at it  → AGAIN by submit(), → IDLE by release()
 *   AGAIN    and has to look again: → QUEUED by release()
 * </pre>
 *
 * Who has something to be done stores it first and submits then. A run takes what was stored after
 * it has become RUNNING; so either it finds it, or the submission finds RUNNING and makes it AGAIN.
 */
abstract class ReactorTask implements Runnable {
  private static final int IDLE = 0;
  private static final int QUEUED = 1;
  private static final int RUNNING = 2;
  private static final int AGAIN = 3;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(ReactorTask.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final ReactorQueue queue;

  /** As told above; changed through STATE. */
  private volatile int state;

  ReactorTask(ReactorQueue queue) {
    this.queue = queue;
  }

  /**
   * Does what there is to do.
   *
   * @return false if it is not over when this returns; {@link #endRun()} has to be called then
   */
  abstract boolean perform();

  /** Whether it had better be run before others. */
  boolean isUrgent() {
    return false;
  }

  /** Has it run (again). */
  final void submit() {
    while (true) {
      int seen = state;
      if (seen == QUEUED || seen == AGAIN) {
        return;
      }
      if (STATE.compareAndSet(this, seen, seen == IDLE ? QUEUED : AGAIN)) {
        if (seen == IDLE) {
          queue.add(this);
        }
        return;
      }
    }
  }

  /** A run has ended. */
  void released() {}

  /** Keeps it from being run, unless it is or is about to be; {@link #release()} must follow. */
  final boolean tryClaim() {
    return STATE.compareAndSet(this, IDLE, RUNNING);
  }

  /** Ends a run; what came too late for it is seen to. */
  final void endRun() {
    release();
    released();
  }

  /** Ends a claim, or a run: see {@link #endRun}. */
  final void release() {
    if (!STATE.compareAndSet(this, RUNNING, IDLE)) {
      state = QUEUED; // it was AGAIN, and nobody but this thread moves it from there
      queue.add(this);
    }
  }

  @Override
  public final void run() {
    state = RUNNING; // nobody but this thread moves it from QUEUED
    boolean isOver = true;
    try {
      isOver = perform();
    } finally {
      if (isOver) {
        endRun();
      }
    }
  }
}
