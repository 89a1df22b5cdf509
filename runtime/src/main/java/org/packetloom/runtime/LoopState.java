// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Who may touch what belongs to a {@link Loop}: one word, which also keeps a carrier that was late
 * from going on as if it still had the loop.
 *
 * <p>Bits 0..2 are the phase, the others a sequence number that grows with each task and each wait.
 *
 * <pre>
 *   phase    meaning                                   moved by             to
 *   LOOP     the owner dispatches, or is about to      the owner: store     TASK(seq+1) POLL(seq+1) CLOSED
 *   TASK     the owner runs a task; what is the        the owner: CAS       LOOP(seq)
 *            loop's own is at rest                     the monitor: CAS     HANDED(seq)
 *                                                      who closes: CAS      HANDED(seq)
 *                                                      a thief: CAS         VISIT(seq)
 *   VISIT    a thief takes tasks out; bounded, no      the thief: store     TASK(seq)
 *            allocation, no user code
 *   POLL     the owner waits in the poller             the owner: store     LOOP(seq)
 *   HANDED   promised to one carrier, or to who closes its new owner: store LOOP(seq+1) CLOSED
 *   CLOSED   nothing is run any more                   nobody
 * </pre>
 *
 * <p>Everything private to a loop (queue, wheel, poller) is published by the release store of TASK
 * and acquired by whoever moves the word from there by a compare-and-set; a new owner gets it
 * through the volatile promise of {@link Carrier} besides. A sequence number is never used again,
 * so a carrier that was taken for stalled cannot find its own TASK back: its compare-and-set fails
 * once the loop was handed over, whatever happened since. The same number seen twice means that the
 * same task is running still, which is how a stall is noticed without a clock in the path of tasks.
 */
final class LoopState {
  static final int LOOP = 0;
  static final int TASK = 1;
  static final int VISIT = 2;
  static final int POLL = 3;
  static final int HANDED = 4;
  static final int CLOSED = 5;

  private static final long PHASE = 7;
  private static final long STEP = 8;
  private static final int SPINS = 200;

  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(LoopState.class, "word", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // a cache line of its own: thieves and the monitor look at it
  @SuppressWarnings("unused")
  private long before1, before2, before3, before4, before5, before6, before7;

  private volatile long word = HANDED;

  @SuppressWarnings("unused")
  private long after1, after2, after3, after4, after5, after6, after7;

  static int phase(long word) {
    return (int) (word & PHASE);
  }

  /** The word; a caller that sees TASK may try to move it from there. */
  long word() {
    return word;
  }

  int phase() {
    return phase(word);
  }

  // ---- the owner's

  /** Takes a loop that was handed to the caller; returns the sequence number to go on from. */
  long take() {
    long seq = (word & ~PHASE) + STEP;
    WORD.setRelease(this, seq | LOOP);
    return seq;
  }

  /** Begins a task; returns its sequence number. */
  long beginTask(long seq) {
    long next = seq + STEP;
    WORD.setRelease(this, next | TASK);
    return next;
  }

  /** Ends a task; false if the loop has a new owner. */
  boolean endTask(long seq) {
    return WORD.compareAndSet(this, seq | TASK, seq | LOOP) || endVisitedTask(seq);
  }

  private boolean endVisitedTask(long seq) {
    int spins = 0;
    while (true) {
      long seen = word;
      if (seen == (seq | VISIT)) {
        if (++spins < SPINS) {
          Thread.onSpinWait();
        } else {
          Thread.yield(); // the thief lost its processor
        }
      } else if (seen != (seq | TASK)) {
        return false;
      } else if (WORD.compareAndSet(this, seen, seq | LOOP)) {
        return true;
      }
    }
  }

  /** Goes on as the owner after something unforeseen; returns the sequence number. */
  long resume() {
    long seq = word & ~PHASE;
    WORD.setRelease(this, seq | LOOP);
    return seq;
  }

  /** Begins to wait in the poller; returns the sequence number. */
  long beginPoll(long seq) {
    long next = seq + STEP;
    WORD.setRelease(this, next | POLL);
    return next;
  }

  /** Ends the wait; what the caller looks at afterwards is looked at after that. */
  void endPoll(long seq) {
    word = seq | LOOP; // volatile: the monitor says that it sleeps and then looks here
  }

  /** Nothing is run any more. */
  void close() {
    word = CLOSED;
  }

  // ---- others'

  /** Enters a loop to take tasks out; {@code seen} is in phase TASK. */
  boolean tryVisit(long seen) {
    return WORD.compareAndSet(this, seen, seen & ~PHASE | VISIT);
  }

  /** Leaves a loop that {@link #tryVisit} entered. */
  void endVisit(long seen) {
    WORD.setRelease(this, seen);
  }

  /** Takes a loop away from an owner that is late; {@code seen} is in phase TASK. */
  boolean tryHandOver(long seen) {
    return WORD.compareAndSet(this, seen, seen & ~PHASE | HANDED);
  }

  @Override
  public String toString() {
    return switch (phase()) {
      case LOOP -> "dispatches";
      case TASK, VISIT -> "runs a thread";
      case POLL -> "waits";
      case HANDED -> "changes carriers";
      default -> "closed";
    };
  }
}
