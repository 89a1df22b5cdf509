// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.game;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A thread's own loop with a fixed tick: calls a game, waits, and calls it again. */
public final class TickLoop {
  private static final int PER_SECOND = 30;
  private static final long INTERVAL_NANOS = 1_000_000_000L / PER_SECOND;

  /** How long the farewell may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Thread thread = Thread.currentThread();
  private final long startNanos = System.nanoTime();
  private volatile boolean isOver;

  /** What is called. */
  public interface Game {
    /**
     * Does everything that is to do now, and does not wait.
     *
     * @param nowNanos the time
     * @return false if it is over
     * @throws IOException if it cannot go on
     */
    boolean tick(long nowNanos) throws IOException;

    /**
     * Begins to take leave.
     *
     * @param nowNanos the time
     */
    void beginEnd(long nowNanos);

    /**
     * Goes on taking leave.
     *
     * @param nowNanos the time
     * @return false if all have been told
     * @throws IOException if it cannot go on
     */
    boolean endTick(long nowNanos) throws IOException;

    /**
     * How it goes.
     *
     * @param nowNanos the time
     * @return one line
     */
    String statusLine(long nowNanos);
  }

  /** A loop of this thread. */
  public TickLoop() {}

  /** Ends the loop soon; any thread may. */
  public void end() {
    isOver = true;
    LockSupport.unpark(thread);
  }

  /**
   * Runs a game until it is over, or somebody ends the loop, or time is up; then has it take leave.
   *
   * @param game called by this thread
   * @param display is shown the game after each tick
   * @param time how long; zero for no limit
   * @throws IOException if the game cannot go on
   */
  public void run(Game game, Runnable display, Duration time) throws IOException {
    long endNanos = time.isZero() ? Long.MAX_VALUE : startNanos + time.toNanos();
    long due = startNanos;
    boolean isOn = true;
    while (isOn && !isOver && System.nanoTime() - endNanos < 0) {
      isOn = game.tick(System.nanoTime());
      display.run();
      due = awaitNext(due);
    }
    long now = System.nanoTime();
    game.beginEnd(now);
    while (game.endTick(System.nanoTime()) && System.nanoTime() - now < PATIENCE.toNanos()) {
      due = awaitNext(due);
    }
  }

  /** Waits for the tick after one that was due; ticks that were missed are left out. */
  private long awaitNext(long due) {
    long next = due + INTERVAL_NANOS;
    long late = System.nanoTime() - next;
    if (late > 0) {
      return next + late / INTERVAL_NANOS * INTERVAL_NANOS;
    }
    boolean wasOver = isOver;
    while (System.nanoTime() - next < 0 && isOver == wasOver) {
      LockSupport.parkNanos(this, next - System.nanoTime());
    }
    return next;
  }
}
