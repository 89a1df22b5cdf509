// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.Clock;
import org.packetloom.platform.SpinLock;

/**
 * The timers of one reactor: a {@link Wheel} that threads of any kind insert into and cancel from,
 * and that one thread at a time, the runner, advances.
 *
 * <p>Insert, cancel, begin and end are a few instructions under a {@link SpinLock}, done by the
 * caller; so a cancelled timer leaves at once and is held by nobody. The runner takes the lock for
 * {@link #BATCH} visits at a time, and hands over what is due without it. Timers that are due or
 * run lie aside in the wheel, for {@link #cancelAll} to find them.
 *
 * <p><b>Catching up.</b> Run k is due at first + k × interval. A run takes all times into account
 * that have passed when it begins: it is one run, however many they are. Of the times that pass
 * while it goes on the last one is a run, at once, and the others are skipped.
 *
 * <p><b>Waking the runner.</b> All under the lock: the runner says until when it sleeps, and who
 * inserts something that is to be visited earlier moves that and has it woken. If that timer is
 * cancelled the runner still gets up for it once ({@code hurried}), or else a thread that schedules
 * and cancels all the time would wake it each time.
 *
 * <p>Times inside are nanoseconds since the timers were made, so that they compare by {@code <}.
 */
final class ReactorTimers {
  /** Visits under one hold of the lock. */
  private static final int BATCH = 128;

  /** Visits in one {@link #advance}: some milliseconds, after which the runner has other duties. */
  private static final int MOST_BATCHES = 64;

  /** The last time that something can be due at: in 292 years. */
  private static final long LAST = WheelEntry.NEVER - 1;

  /** The first time that something can be due at; the distance to any other is a {@code long}. */
  private static final long FIRST = -(1L << 62);

  /** Value of {@link #sleepsUntil} while the runner is awake and will look anyway. */
  private static final long AWAKE = Long.MIN_VALUE;

  private static final System.Logger LOG = System.getLogger("org.packetloom");

  private final Clock clock;
  private final long epoch;
  private final Runnable wake;

  private final SpinLock lock = new SpinLock();

  private final Wheel wheel = new Wheel(); // guarded by lock
  private long sleepsUntil = AWAKE; // guarded by lock
  private int pending; // guarded by lock

  /** The runner counts as asleep while it works, as there is nothing to do; set under lock. */
  private volatile boolean isQuiet;

  /** The earliest visit the runner was woken for and that has not passed; guarded by lock. */
  private long hurried = WheelEntry.NEVER;

  /** What has expired and is to be handed over; the runner's. */
  private final @Nullable ReactorTimer[] expired = new ReactorTimer[BATCH];

  private int expiredCount; // the runner's

  /**
   * Without any timer.
   *
   * @param wake ends the runner's sleep, or the next one if it does not sleep; called by any thread
   */
  ReactorTimers(Clock clock, Runnable wake) {
    this.clock = clock;
    this.epoch = clock.nanoTime();
    this.wake = wake;
  }

  /**
   * Schedules a timer.
   *
   * @param firstNanos when it is due first, in the time of the clock; at once if that has passed
   * @param intervalNanos from one run to the next, 0 if there is but one
   * @param count how many runs, negative for no limit, 0 as 1
   */
  ReactorTimer schedule(
      long firstNanos, long intervalNanos, long count, ReactorTimer.Target target) {
    boolean isOnce = intervalNanos <= 0 || count == 0;
    var timer =
        new ReactorTimer(
            this, dueAt(firstNanos), isOnce ? 0 : intervalNanos, isOnce ? 1 : count, target);
    boolean mustWake;
    lock.lock();
    try {
      mustWake = insert(timer);
    } finally {
      lock.unlock();
    }
    if (mustWake) {
      wake.run();
    }
    return timer;
  }

  /** A time of the clock in that of the wheel. */
  private long dueAt(long nanoTime) {
    long due = nanoTime - epoch;
    if (due >= 0) {
      return Math.min(due, LAST);
    }
    // before the epoch, or so far ahead that it overflows
    return nanoTime - clock.nanoTime() > 0 ? LAST : Math.max(due, FIRST);
  }

  /** Puts a timer into the wheel, under the lock; whether the runner is to be woken. */
  private boolean insert(ReactorTimer timer) {
    long visit = wheel.add(timer, timer.due);
    pending++;
    if (visit >= sleepsUntil) {
      return false;
    }
    sleepsUntil = visit;
    hurried = visit;
    isQuiet = false;
    return true;
  }

  /** Ends a timer, from any thread; whether it would have run otherwise. */
  boolean cancel(ReactorTimer timer) {
    lock.lock();
    try {
      return end(timer);
    } finally {
      lock.unlock();
    }
  }

  /** Cancels a timer, under the lock. */
  private boolean end(ReactorTimer timer) {
    if (!timer.isActive()) {
      return false;
    }
    if (timer.state == ReactorTimer.State.PENDING) {
      pending--;
    }
    timer.state = ReactorTimer.State.CANCELLED;
    wheel.remove(timer);
    return true;
  }

  /**
   * Cancels timers: all that were scheduled before and are chosen. Takes time in proportion to the
   * timers that there are, in which no other call gets on.
   *
   * @param choice must neither wait nor call anything of these timers
   * @return how many would have run otherwise
   */
  int cancelAll(Predicate<? super ReactorTimer> choice) {
    lock.lock();
    try {
      int[] count = new int[1];
      wheel.forEach(
          entry -> {
            if (entry instanceof ReactorTimer timer && choice.test(timer) && end(timer)) {
              count[0]++;
            }
          });
      return count[0];
    } finally {
      lock.unlock();
    }
  }

  /** How many timers wait for their time. */
  int pending() {
    lock.lock();
    try {
      return pending;
    } finally {
      lock.unlock();
    }
  }

  // ---- the thread's that runs a handler

  boolean begin(ReactorTimer timer, long now) {
    lock.lock();
    try {
      if (timer.state != ReactorTimer.State.DUE) {
        return false;
      }
      timer.runs++;
      if (timer.left > 0 && --timer.left == 0) {
        timer.state = ReactorTimer.State.DONE;
        wheel.remove(timer);
        return true;
      }
      timer.state = ReactorTimer.State.RUNNING;
      timer.due = lastTimeUntil(timer, now - epoch);
      return true;
    } finally {
      lock.unlock();
    }
  }

  void ended(ReactorTimer timer, long now) {
    boolean mustWake;
    lock.lock();
    try {
      if (timer.state != ReactorTimer.State.RUNNING) {
        return;
      }
      mustWake = goOn(timer, now - epoch);
    } finally {
      lock.unlock();
    }
    if (mustWake) {
      wake.run();
    }
  }

  /** Has a timer wait for its next time, under the lock; whether the runner is to be woken. */
  private boolean goOn(ReactorTimer timer, long now) {
    wheel.remove(timer);
    long next = timer.due + timer.interval;
    timer.due = next < 0 && timer.due > 0 ? LAST : Math.min(next, LAST);
    timer.due = lastTimeUntil(timer, now);
    timer.state = ReactorTimer.State.PENDING;
    return insert(timer);
  }

  /** The last time of a timer's grid that is not after a time, its present one if that is. */
  private static long lastTimeUntil(ReactorTimer timer, long now) {
    long late = now - timer.due;
    return late < timer.interval ? timer.due : now - late % timer.interval;
  }

  // ---- the runner's

  /**
   * Hands over what is due. What is left if that is much is for the next call: {@link #beginSleep}
   * is 0 until then.
   *
   * @param now the time of the clock
   * @return how many timers were due
   */
  int advance(long now) {
    int count = 0;
    for (int batch = 0; batch < MOST_BATCHES; batch++) {
      lock.lock();
      try {
        wheel.advance(now - epoch, BATCH);
      } finally {
        lock.unlock();
      }
      int found = expiredCount;
      if (found == 0) {
        break; // nothing is due, but other visits may be left: meanwhile something may become due
      }
      handOver(now);
      count += found;
    }
    return count;
  }

  /** A timer is due; called by the wheel, under the lock. */
  void collect(ReactorTimer timer) {
    pending--;
    timer.state = ReactorTimer.State.DUE;
    wheel.setAside(timer);
    expired[expiredCount++] = timer;
  }

  private void handOver(long now) {
    for (int i = 0; i < expiredCount; i++) {
      ReactorTimer timer = expired[i];
      try {
        timer.receiver().expired(timer, now);
      } catch (Throwable e) { // such as for want of memory: the others must not go with it
        LOG.log(System.Logger.Level.ERROR, "expiry of a timer", e);
        lose(timer, now);
      }
    }
    Arrays.fill(expired, 0, expiredCount, null);
    expiredCount = 0;
  }

  /** Goes without a run that could not be handed over. */
  private void lose(ReactorTimer timer, long now) {
    lock.lock();
    try {
      if (timer.state != ReactorTimer.State.DUE) {
        return;
      }
      if (timer.interval == 0) {
        end(timer);
      } else {
        goOn(timer, now - epoch);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says that the runner is about to sleep; {@link #endSleep} must follow.
   *
   * @return how many nanoseconds it may, {@link Long#MAX_VALUE} for any time, 0 if not at all
   */
  long beginSleep() {
    long now = clock.nanoTime() - epoch;
    lock.lock();
    try {
      if (hurried <= now) {
        hurried = WheelEntry.NEVER;
      }
      long until = Math.min(wheel.nextVisit(), hurried);
      sleepsUntil = until;
      return until == WheelEntry.NEVER ? until : Math.max(0, until - now);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The runner has got up. If there are no timers at all it counts as asleep for ever, so that it
   * need not say so again and again: who schedules the first one wakes it in any case.
   */
  void endSleep() {
    lock.lock();
    if (pending == 0 && wheel.isEmpty() && hurried == WheelEntry.NEVER) {
      sleepsUntil = WheelEntry.NEVER;
      isQuiet = true;
    } else {
      sleepsUntil = AWAKE;
    }
    lock.unlock();
  }

  /** Whether there are no timers, and nothing of all this need be called; the runner's. */
  boolean isQuiet() {
    return isQuiet;
  }
}
