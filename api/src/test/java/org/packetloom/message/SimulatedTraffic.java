// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Numbered datagrams over a simulated link, one each interval, and what came of them. */
final class SimulatedTraffic {
  /** A datagram that came out: its number, when it was sent, when it came. */
  record Arrival(int number, long sentNanos, long nanos) {
    long delay() {
      return nanos - sentNanos;
    }
  }

  private final LinkSimulator link;
  private final int size;
  private final long interval;
  private final List<Arrival> arrivals = new ArrayList<>();

  private SimulatedTraffic(LinkSimulator link, int size, long interval) {
    this.link = link;
    this.size = size;
    this.interval = interval;
  }

  /** Sends datagrams from time 0 on, and takes each when it arrives. */
  static SimulatedTraffic run(
      String conditions, long seed, int datagrams, int size, long intervalNanos) {
    var link = LinkSimulator.of(LinkConditions.parse(conditions), seed);
    var traffic = new SimulatedTraffic(link, size, intervalNanos);
    traffic.run(datagrams);
    return traffic;
  }

  private void run(int datagrams) {
    ByteBuffer buffer = ByteBuffer.allocate(size);
    for (int i = 0; i < datagrams; i++) {
      deliverUntil(i * interval);
      link.send(buffer.clear().putInt(0, i), i * interval);
    }
    deliverUntil(Long.MAX_VALUE);
    LinkStatistics statistics = link.statistics();
    assertThat(statistics.sent() + statistics.duplicated())
        .isEqualTo(statistics.delivered() + statistics.lost() + statistics.droppedByQueue());
    assertThat(statistics.sent()).isEqualTo(datagrams);
    assertThat(statistics.delivered()).isEqualTo(arrivals.size());
  }

  private void deliverUntil(long end) {
    ByteBuffer buffer = ByteBuffer.allocate(size);
    while (link.nextDelivery() < end) {
      long now = link.nextDelivery();
      assertThat(link.deliver(buffer.clear(), now - 1)).isFalse();
      assertThat(link.deliver(buffer.clear(), now)).isTrue();
      assertThat(buffer.hasRemaining()).isFalse();
      int number = buffer.getInt(0);
      arrivals.add(new Arrival(number, number * interval, now));
    }
  }

  LinkStatistics statistics() {
    return link.statistics();
  }

  List<Arrival> arrivals() {
    return arrivals;
  }

  List<Integer> numbers() {
    return arrivals.stream().map(Arrival::number).toList();
  }

  List<Long> times() {
    return arrivals.stream().map(Arrival::nanos).toList();
  }
}
