// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/** Bytes per second, smoothed over some two seconds, and how many in all. */
final class Traffic {
  private static final double SPAN_NANOS = 2e9;

  private long packets;
  private long bytes;
  private double perNano;
  private long last;

  void add(int size, long now) {
    packets++;
    bytes += size;
    double decay = Math.exp((last - now) / SPAN_NANOS);
    perNano = packets == 1 ? size / SPAN_NANOS : perNano * decay + size / SPAN_NANOS;
    last = now;
  }

  long packets() {
    return packets;
  }

  long bytes() {
    return bytes;
  }

  double perSecond(long now) {
    return perNano * Math.exp(Math.min(0, last - now) / SPAN_NANOS) * 1e9;
  }
}
