// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How a thread waits for the runner of a poller: step by step, with interrupts put off until it
 * ends. Belongs to that thread.
 */
final class UringPatience {
  /** How long to wait for the runner to submit, or to cancel, what it has taken up. */
  static final long FOR_RUNNER_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How long for the completion of what was cancelled, which frees the open file. */
  static final long FOR_KERNEL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final UringPoller poller;
  private final long began = System.nanoTime();
  private boolean wasInterrupted;

  UringPatience(UringPoller poller) {
    this.poller = poller;
  }

  /**
   * Waits for a step, or until unparked.
   *
   * @param mostNanos how long to wait in all
   * @return false, at once, if that is over or the poller has failed
   */
  boolean tryStep(long mostNanos) {
    if (poller.hasFailed() || System.nanoTime() - began > mostNanos) {
      return false;
    }
    LockSupport.parkNanos(this, STEP_NANOS);
    wasInterrupted |= Thread.interrupted();
    return true;
  }

  /** Ends it: an interrupt that came is there again. */
  void end() {
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
