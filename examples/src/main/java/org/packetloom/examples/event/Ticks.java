// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.event;

import java.time.Duration;
import org.packetloom.Deadline;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Occurrence;
import org.packetloom.event.TimerService;

/**
 * A fixed tick, as games and simulations have: step k of the world belongs to the time first + k ×
 * interval, however late the handler is.
 *
 * <p>If it is so late that the time of another step has passed, one call makes both: the world is
 * behind for a moment, but does not slow down. Used by the thread that pumps, and no other.
 */
public final class Ticks implements EventHandler {
  private final World world;
  private final long firstNanos;
  private final long intervalNanos;
  private final long most;

  private long calls;
  private long steps;
  private long worstNanos;

  private Ticks(World world, long most, Deadline first, Duration interval) {
    this.world = world;
    this.most = most;
    this.firstNanos = first.nanoTime();
    this.intervalNanos = interval.toNanos();
  }

  /** What goes on in time. */
  @FunctionalInterface
  public interface World {
    /** Goes on by one step. */
    void step();
  }

  /**
   * Starts to tick, one interval from now.
   *
   * @param timers calls for each tick
   * @param interval from one step to the next
   * @param most how many steps there are to be
   * @param world goes on by steps
   * @return what became of the ticks
   */
  public static Ticks start(TimerService timers, Duration interval, long most, World world) {
    Deadline first = Deadline.after(interval);
    Ticks ticks = new Ticks(world, most, first, interval);
    timers.every(first, interval, ticks);
    return ticks;
  }

  @Override
  public void handle(Occurrence occurrence) {
    if (isDone()) {
      return;
    }
    long sinceFirst = System.nanoTime() - firstNanos;
    worstNanos = Math.max(worstNanos, sinceFirst - steps * intervalNanos);
    calls++;
    do {
      world.step();
      steps++;
    } while (!isDone() && steps * intervalNanos <= sinceFirst);
  }

  /**
   * Whether all steps were made.
   *
   * @return false if more are to come
   */
  public boolean isDone() {
    return steps >= most;
  }

  /**
   * How many steps there were.
   *
   * @return steps, those that were made up for included
   */
  public long steps() {
    return steps;
  }

  /**
   * How many steps had no call of their own.
   *
   * @return steps that another one made up for
   */
  public long skipped() {
    return steps - calls;
  }

  /**
   * How late the latest step was.
   *
   * @return zero or longer
   */
  public Duration worstLateness() {
    return Duration.ofNanos(worstNanos);
  }
}
