// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/** Packets that are sent so slowly that the link's queue runs empty: what they met there. */
final class QueueDrain {
  private static final double NOTICEABLE = 0.15;

  private long from;
  private long to;
  private long queueBefore;
  private double due;
  private long leastQueued;
  private boolean isLossMeasured;

  /**
   * Begins.
   *
   * @param itsFrom bytes of all sent that come before
   * @param itsTo those up to its end
   * @param queued how long packets wait before
   * @param nanos by how much that must become less
   */
  void begin(long itsFrom, long itsTo, long queued, double nanos) {
    from = itsFrom;
    to = itsTo;
    queueBefore = queued;
    due = Math.min(queued, nanos);
    leastQueued = queued;
    isLossMeasured = false;
  }

  /**
   * A slot ended.
   *
   * @param progress bytes sent up to the newest packet acknowledged
   * @param isLate whether it is over by the clock
   * @param queued how long packets waited
   * @return whether the drain is over
   */
  boolean measure(
      long progress, boolean isLate, long queued, long acked, long lost, LossShare losses) {
    boolean isOver = isLate || progress >= to;
    if (!isOver && progress < from + (to - from) / 4) {
      return false; // losses are known a little later than arrivals
    }
    if (!isLossMeasured) {
      isLossMeasured = true;
      losses.lowBegins(acked, lost);
    }
    leastQueued = Math.min(leastQueued, queued);
    if (isOver) {
      losses.lowEnds(acked, lost);
    }
    return isOver;
  }

  long queueBefore() {
    return queueBefore;
  }

  long leastQueued() {
    return leastQueued;
  }

  /** Whether the queue has not become shorter. */
  boolean isInVain() {
    return queueBefore - leastQueued < NOTICEABLE * due;
  }
}
