// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.util.PriorityQueue;
import java.util.Random;

/**
 * A link that senders share, in virtual time: what a {@link RateControl} does to them and to the
 * link's queue. Times are nanoseconds from 0.
 */
final class RateModel {
  static final long MS = 1_000_000;
  static final long SECOND = 1_000 * MS;

  private record Event(long time, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return time != other.time ? Long.compare(time, other.time) : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Random random;
  private long order;
  private double freeAt;

  long now;
  double bytesPerSecond = 1.25e6;
  long queueBytes = 64_000;
  long delay = 25 * MS;
  long jitter;
  double loss;
  double ackLoss;
  long dropped;
  long carried;

  RateModel(long seed) {
    random = new Random(seed);
  }

  void at(long time, Runnable action) {
    events.add(new Event(time, order++, action));
  }

  void runUntil(long end) {
    while (!events.isEmpty() && events.peek().time <= end) {
      Event next = events.poll();
      now = next.time;
      next.action.run();
    }
    now = Math.max(now, end);
  }

  /** Nanoseconds that a packet sent now would wait. */
  long queueing() {
    return Math.max(0, (long) freeAt - now);
  }

  private long wander() {
    return jitter == 0 ? 0 : random.nextLong(-jitter, jitter + 1);
  }

  /** Sends a packet through the queue; what arrives does so by running {@code arrival}. */
  void carry(int bytes, Runnable arrival) {
    double waiting = Math.max(0, freeAt - now) * bytesPerSecond / 1e9;
    if (waiting > 0 && waiting + bytes > queueBytes) {
      dropped++;
      return;
    }
    carried++;
    freeAt = Math.max(freeAt, now) + bytes * 1e9 / bytesPerSecond;
    if (random.nextDouble() >= loss) {
      at((long) freeAt + delay + wander(), arrival);
    }
  }

  /** Sends an acknowledgement back, which meets no queue. */
  void answer(Runnable arrival) {
    if (random.nextDouble() >= ackLoss) {
      at(now + delay + wander(), arrival);
    }
  }
}
