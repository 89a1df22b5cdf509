// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.nio.ByteBuffer;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** One direction of a link in virtual time: the same datagrams and seed give the same arrivals. */
final class Link {
  private static final int LARGEST = 65_536;
  private static final double NANOS = 1e9;

  private record Datagram(long arrival, long order, byte[] bytes) implements Comparable<Datagram> {
    @Override
    public int compareTo(Datagram other) {
      int byTime = Long.compare(arrival, other.arrival);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final LinkSpec spec;
  private final SplittableRandom random;
  private final PriorityQueue<Datagram> underway = new PriorityQueue<>();
  private boolean isBad; // while a burst of losses lasts
  private long freeAt; // when the last datagram will have been put on the line
  private long order;
  private long datagrams;
  private long wireBytes;
  private long dropped;
  private long lost;

  Link(LinkSpec spec, long seed) {
    this.spec = spec;
    random = new SplittableRandom(seed);
  }

  void send(ByteBuffer datagram, long now) {
    int wire = datagram.remaining() + LinkSpec.OVERHEAD_BYTES;
    datagrams++;
    wireBytes += wire;
    long departure = now;
    if (spec.bitsPerSecond() > 0) {
      double bytesPerNano = spec.bitsPerSecond() / 8 / NANOS;
      long start = Math.max(now, freeAt);
      if ((start - now) * bytesPerNano + wire > spec.queueBytes()) {
        dropped++;
        return;
      }
      departure = start + (long) Math.ceil(wire / bytesPerNano);
      freeAt = departure;
    }
    if (isLost()) {
      lost++;
      return;
    }
    byte[] bytes = new byte[Math.min(LARGEST, datagram.remaining())];
    datagram.get(bytes);
    underway.add(new Datagram(departure + delay(), order++, bytes));
  }

  private boolean isLost() {
    double loss = spec.loss();
    if (spec.burst() <= 1 || loss <= 0) {
      return random.nextDouble() < loss;
    }
    double leave = 1 / spec.burst();
    double enter = loss * leave / (1 - loss);
    if (isBad) {
      isBad = random.nextDouble() >= leave;
    } else {
      isBad = random.nextDouble() < enter;
    }
    return isBad;
  }

  private long delay() {
    return spec.delayNanos() + (long) ((2 * random.nextDouble() - 1) * spec.jitterNanos());
  }

  /** When something arrives next, or never. */
  long nextArrival() {
    Datagram next = underway.peek();
    return next == null ? Long.MAX_VALUE : next.arrival;
  }

  /** The next one that has arrived, or null. */
  ByteBuffer poll(long now) {
    return nextArrival() <= now ? ByteBuffer.wrap(underway.remove().bytes) : null;
  }

  long datagrams() {
    return datagrams;
  }

  /** With what IP and UDP add. */
  long wireBytes() {
    return wireBytes;
  }

  /** Parts of what was sent that did not fit into the queue, 0 to 1. */
  double dropRate() {
    return datagrams == 0 ? 0 : (double) dropped / datagrams;
  }

  /** Parts of what was sent that got lost on the way, 0 to 1. */
  double lossRate() {
    return datagrams == 0 ? 0 : (double) lost / datagrams;
  }
}
