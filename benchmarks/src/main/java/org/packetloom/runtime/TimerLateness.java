// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;
import org.packetloom.platform.Clock;

/**
 * How late the timers of a reactor are: a million of them spread over a second at random, handed
 * over by a runner that sleeps in between to a worker that begins their runs.
 *
 * <p>Arguments: how many timers, over how many milliseconds, and how often to repeat that.
 */
public final class TimerLateness {
  private static final long MILLI = 1_000_000;

  private final Thread runner = Thread.ofPlatform().daemon().unstarted(this::advance);
  private final Thread worker = Thread.ofPlatform().daemon().unstarted(this::work);
  private final ReactorTimers timers =
      new ReactorTimers(Clock.SYSTEM, () -> LockSupport.unpark(runner));

  private final SpscAtomicArrayQueue<Late> queue;

  private final long[] handedOver; // the runner's
  private final long[] begun; // the worker's
  private final AtomicInteger handedOverCount = new AtomicInteger();
  private final AtomicInteger begunCount = new AtomicInteger();

  private TimerLateness(int count) {
    queue = new SpscAtomicArrayQueue<>(count);
    handedOver = new long[count];
    begun = new long[count];
  }

  /** What a timer is for: it measures how late it is, twice. */
  private final class Late implements ReactorTimer.Target {
    private final long due;

    /** Written by the runner before it is queued. */
    private ReactorTimer timer;

    Late(long due) {
      this.due = due;
    }

    @Override
    public void expired(ReactorTimer expired, long now) {
      int number = handedOverCount.getPlain();
      handedOver[number] = System.nanoTime() - due;
      timer = expired;
      handedOverCount.setRelease(number + 1);
      queue.offer(this);
      LockSupport.unpark(worker);
    }

    void run() {
      long now = System.nanoTime();
      timer.begin(now);
      int number = begunCount.getPlain();
      begun[number] = now - due;
      begunCount.setRelease(number + 1);
    }
  }

  private void advance() {
    while (true) {
      timers.advance(System.nanoTime());
      if (handedOverCount.getPlain() == handedOver.length) {
        return;
      }
      long nanos = timers.beginSleep();
      if (nanos > 0) {
        LockSupport.parkNanos(this, nanos);
      }
      timers.endSleep();
    }
  }

  private void work() {
    while (begunCount.getPlain() < begun.length) {
      Late next = queue.poll();
      if (next == null) {
        LockSupport.park(this);
      } else {
        next.run();
      }
    }
  }

  private void run(long spreadNanos) throws InterruptedException {
    var random = new SplittableRandom();
    runner.start();
    worker.start();
    long began = System.nanoTime();
    long start = began + 2_000 * MILLI;
    for (int i = 0; i < begun.length; i++) {
      long due = start + random.nextLong(spreadNanos);
      timers.schedule(due, 0, 0, new Late(due));
    }
    long scheduled = System.nanoTime();
    runner.join();
    worker.join();
    System.out.printf(
        "%d timers, scheduled in %d ms, due within %d ms%n",
        begun.length, (scheduled - began) / MILLI, spreadNanos / MILLI);
    print("handed over", handedOver);
    print("begun", begun);
  }

  private static void print(String what, long[] lateness) {
    Arrays.sort(lateness);
    int count = lateness.length;
    System.out.printf(
        "  %-12s least %.3f, p50 %.3f, p99 %.3f, p99.9 %.3f, most %.3f ms late%n",
        what,
        millis(lateness[0]),
        millis(lateness[count / 2]),
        millis(lateness[(int) (count * 0.99)]),
        millis(lateness[(int) (count * 0.999)]),
        millis(lateness[count - 1]));
  }

  private static double millis(long nanos) {
    return (double) nanos / MILLI;
  }

  /** Measures. */
  public static void main(String[] args) throws InterruptedException {
    int count = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
    long spread = (args.length > 1 ? Long.parseLong(args[1]) : 1_000) * MILLI;
    int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
    for (int i = 0; i < rounds; i++) {
      new TimerLateness(count).run(spread);
    }
  }
}
