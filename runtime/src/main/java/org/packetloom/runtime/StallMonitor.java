// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Watches for loops that one task keeps from everything else, and hands them to other carriers.
 *
 * <p>A task that computes, sits in a native call or initialises a class holds its carrier. The
 * monitor looks at each loop's word once in a while; a loop that is still in the same task after
 * {@link #STALL_NANOS}, and has work, gets a new carrier. The old one ends the task and is spare.
 *
 * <p>Looking often costs processors that have better things to do, so it looks every 10 ms until it
 * finds a stall, and then every millisecond until a second has passed without one. It sleeps when
 * all loops sleep, after it has said so in {@code asleep} and looked once more; a loop that wakes
 * looks at {@code asleep} after it has said that it is awake.
 *
 * <p>On a machine with too much to do a carrier may lose its processor for as long as a stall takes
 * to be one. So a carrier that was overtaken and comes back at once doubles the time that is waited
 * before the next hand-over, and one that comes back late makes it short again. When the monitor
 * oversleeps itself (a pause of the collector, a busy machine) the loops may have been kept from
 * running too: the time counts for no more than it meant to sleep. To forget all it saw would be
 * wrong, for where threads compute on every processor it oversleeps each time.
 */
final class StallMonitor {
  private static final long COARSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long FINE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long LONGEST_STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(16);
  private static final long ALERT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Looks at sleeping loops before it sleeps itself. */
  private static final int QUIET_LOOKS = 20;

  private static final long NOTHING = -1;

  private final List<Loop> loops;
  private final Carriers carriers;
  private final LongSupplier clock;
  private final boolean isOn;
  private final Thread thread;

  private final long[] words; // the thread's; the task a loop was in, NOTHING if in none
  private final long[] since; // the thread's; when it was first seen there, in watched time
  private long watched; // the thread's; how long it has watched, as far as that counts
  private long alertUntil; // the thread's

  /** How long a task may take while others wait; written by carriers that come back. */
  private volatile long stallNanos = STALL_NANOS;

  private volatile boolean asleep;
  private volatile boolean closed;

  /** The engine's time at the last look; by the thread, and by loops that end its sleep. */
  private volatile long lookedAt;

  /**
   * Watches once it is started.
   *
   * @param clock the engine's time, for others that need to know it roughly
   */
  StallMonitor(List<Loop> loops, Carriers carriers, LongSupplier clock, boolean isOn) {
    this.loops = loops;
    this.carriers = carriers;
    this.clock = clock;
    this.isOn = isOn;
    this.lookedAt = clock.getAsLong();
    this.words = new long[loops.size()];
    this.since = new long[loops.size()];
    this.thread = Thread.ofPlatform().daemon().name("packetloom-monitor").unstarted(this::run);
  }

  void start() {
    if (isOn) {
      thread.start();
    }
  }

  /** A loop went from waiting to work; called by it afterwards. */
  void awake() {
    if (asleep) {
      lookedAt = clock.getAsLong(); // it has not looked for long
      asleep = false;
      LockSupport.unpark(thread);
    }
  }

  /** The engine's time, as it was at the last look if that was not long ago. */
  long roughly() {
    return isOn && !asleep ? lookedAt : clock.getAsLong();
  }

  /** A carrier that was overtaken has come back. */
  void returned(long lateNanos) {
    if (lateNanos < STALL_NANOS) {
      stallNanos = Math.min(2 * stallNanos, LONGEST_STALL_NANOS);
    } else if (lateNanos > LONGEST_STALL_NANOS) {
      stallNanos = STALL_NANOS;
    }
  }

  private void run() {
    Arrays.fill(words, NOTHING);
    alertUntil = System.nanoTime();
    int quiet = 0;
    long before = System.nanoTime();
    while (!closed) {
      long pause = before - alertUntil < 0 ? FINE_NANOS : COARSE_NANOS;
      LockSupport.parkNanos(this, pause);
      lookedAt = clock.getAsLong();
      long now = System.nanoTime();
      watched += Math.min(now - before, pause);
      before = now;
      quiet = look(now) ? quiet + 1 : 0;
      if (quiet > QUIET_LOOKS) {
        sleep();
        quiet = 0;
        before = System.nanoTime();
      }
    }
  }

  /** Looks at all loops; whether all of them wait. */
  private boolean look(long now) {
    boolean areWaiting = true;
    for (int i = 0; i < words.length; i++) {
      Loop loop = loops.get(i);
      long word = loop.state().word();
      int phase = LoopState.phase(word);
      areWaiting &= phase == LoopState.POLL;
      if (phase != LoopState.TASK) {
        words[i] = NOTHING;
      } else if (words[i] != word) {
        words[i] = word;
        since[i] = watched;
      } else if (watched - since[i] >= stallNanos - FINE_NANOS && loop.hasWork()) {
        alertUntil = now + ALERT_NANOS;
        if (carriers.handOver(loop, word)) {
          words[i] = NOTHING;
        }
      }
    }
    return areWaiting;
  }

  private void sleep() {
    asleep = true;
    for (Loop loop : loops) {
      if (loop.state().phase() != LoopState.POLL) {
        asleep = false;
      }
    }
    while (asleep && !closed) {
      LockSupport.park(this);
    }
  }

  /** Ends it, and waits for that. */
  void close() {
    closed = true;
    LockSupport.unpark(thread);
    Joining.join(thread);
  }
}
