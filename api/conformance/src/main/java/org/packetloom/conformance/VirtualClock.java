// SPDX-License-Identifier: Apache-2.0
package org.packetloom.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;
import org.packetloom.Deadline;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SchemeContext;
import org.packetloom.suite.Await;

/**
 * A clock that stands still until a test moves it.
 *
 * <p>Waits in its time end by deadlines and timeouts only when {@link #advance} gets there: an hour
 * takes no time, and a busy machine makes nothing late. They are those of connectors
 *
 * <ul>
 *   <li>of a scheme of the user's own that was registered {@link #over(Scheme) over} this clock;
 *   <li>with {@link Faults} that have this {@link Faults#clock}: of any scheme, and with the
 *       latencies and stalls of the faults.
 * </ul>
 *
 * <p>Bytes, interrupts and closing are not a matter of time, and end waits at once.
 *
 * <p>A {@link Deadline} is a point in time. Those that {@link #after} makes are for waits in this
 * clock's time. What makes its own by {@link Deadline#after} takes them from the clock of the
 * machine, which this clock agreed with when it was made; so does an ambient deadline, which also
 * ends a wait when it passes on the machine's clock. Rolling timeouts have no such limits.
 *
 * {@snippet :
 * var clock = VirtualClock.create();
 * var loom = Packetloom.builder().scheme(clock.over(new MemoryScheme())).open();
 * ...
 * stream.readTimeout(Duration.ofHours(1));
 * var reader = executor.submit(() -> stream.read(buffer));
 * clock.awaitWaits(1);
 * clock.advance(Duration.ofHours(1)); // the read times out now
 * }
 *
 * <p>Any thread may call anything.
 */
public final class VirtualClock implements Ticker {
  private final ReentrantLock timeLock = new ReentrantLock();

  /** Whoever waits until a point in time; entered before the time is looked at. */
  private final Set<VirtualParkPoint.VirtualCall> waits = ConcurrentHashMap.newKeySet();

  private final PriorityQueue<Entry> entries = // guarded by timeLock
      new PriorityQueue<>(Comparator.comparingLong(Entry::sortKey).thenComparing(Entry::number));

  private final long beginning = System.nanoTime();
  private long entered; // guarded by timeLock
  private volatile long now = beginning; // written under timeLock

  /** What is to be run, at nanoseconds since the beginning. */
  private record Entry(long sortKey, long number, Runnable action) {}

  private VirtualClock() {}

  /**
   * Makes a clock that shows the time of {@link System#nanoTime()}, and stands.
   *
   * @return a new clock
   */
  public static VirtualClock create() {
    return new VirtualClock();
  }

  /**
   * The time.
   *
   * @return nanoseconds, as {@link System#nanoTime()} had them when the clock was made, and what it
   *     was moved by since
   */
  @Override
  public long nanoTime() {
    return now;
  }

  /**
   * How far the clock was moved.
   *
   * @return zero or more
   */
  public Duration elapsed() {
    return Duration.ofNanos(now - beginning);
  }

  /**
   * A deadline on this clock.
   *
   * @param timeout from its time on; zero or less for one that has passed
   * @return for waits in this clock's time
   */
  public Deadline after(Duration timeout) {
    return Deadline.atNanoTime(now + (timeout.isNegative() ? 0 : Ticker.nanos(timeout)));
  }

  /**
   * Runs an action when the clock gets to a point in time, by the thread that moves it; at once if
   * it is there.
   *
   * @param nanoTime as {@link #nanoTime()}
   * @param action must not wait for this clock
   */
  @Override
  public void at(long nanoTime, Runnable action) {
    timeLock.lock();
    try {
      if (nanoTime - now > 0) {
        entries.add(new Entry(nanoTime - beginning, entered++, action));
        return;
      }
    } finally {
      timeLock.unlock();
    }
    action.run();
  }

  /**
   * Moves the clock on. What is due on the way is done in its order; waits that have come to their
   * end do so in their own threads, which may go on after this returns.
   *
   * @param time zero or more
   * @throws IllegalArgumentException if it is negative
   */
  public void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time " + time + " is negative");
    }
    advanceTo(now + Ticker.nanos(time));
  }

  /**
   * Moves the clock to the next point at which a wait ends or an action is due.
   *
   * @return false if there is none: the clock stays where it is
   */
  public boolean advanceToNext() {
    OptionalLong next = next();
    next.ifPresent(this::advanceTo);
    return next.isPresent();
  }

  private void advanceTo(long time) {
    for (Optional<Entry> due = step(time); due.isPresent(); due = step(time)) {
      due.get().action().run();
      wake();
    }
    wake();
  }

  /** Moves on to the next entry until a time, which is taken out, or to that time. */
  private Optional<Entry> step(long time) {
    timeLock.lock();
    try {
      Entry first = entries.peek();
      if (first != null && first.sortKey() <= time - beginning) {
        now = Math.max(now, beginning + first.sortKey());
        return Optional.of(entries.remove());
      }
      now = Math.max(now, time);
      return Optional.empty();
    } finally {
      timeLock.unlock();
    }
  }

  private void wake() {
    waits.forEach(VirtualParkPoint.VirtualCall::look);
  }

  private OptionalLong next() {
    List<Long> times = new ArrayList<>();
    for (VirtualParkPoint.VirtualCall wait : waits) {
      Deadline due = wait.deadline();
      if (due.isLimited()) {
        times.add(due.nanoTime());
      }
    }
    timeLock.lock();
    try {
      if (!entries.isEmpty()) {
        times.add(beginning + entries.peek().sortKey());
      }
    } finally {
      timeLock.unlock();
    }
    LongStream sinceNow = times.stream().mapToLong(time -> Math.max(0, time - now));
    OptionalLong least = sinceNow.min();
    return least.isPresent() ? OptionalLong.of(now + least.getAsLong()) : least;
  }

  /**
   * How many calls wait in this clock's time at the moment.
   *
   * @return zero or more
   */
  public int waits() {
    return waits.size();
  }

  /**
   * Lets the machine's time pass until so many calls wait in this clock's time.
   *
   * @param count the least number of calls
   * @throws AssertionError if they do not within 30 seconds of the machine's time
   */
  public void awaitWaits(int count) {
    Await.until(count + " calls wait in virtual time", () -> waits.size() >= count);
  }

  void enter(VirtualParkPoint.VirtualCall call) {
    waits.add(call);
  }

  void leave(VirtualParkPoint.VirtualCall call) {
    waits.remove(call);
  }

  /**
   * Has the connectors of a scheme wait in this clock's time.
   *
   * @param scheme of the user's own, whose connectors wait at {@linkplain SchemeContext#parkPoint
   *     park points} or extend the classes of {@code org.packetloom.spi}
   * @return to be registered in its place; has its name and parameters
   */
  public Scheme over(Scheme scheme) {
    return new VirtualScheme(scheme, this);
  }

  /**
   * Has a connector that is made with a context wait in this clock's time.
   *
   * @param context the settings and services
   * @return the same ones, with other park points
   */
  public SchemeContext over(SchemeContext context) {
    return new VirtualContext(context, this);
  }

  @Override
  public String toString() {
    return "virtual clock at " + elapsed();
  }
}
