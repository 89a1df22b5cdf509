// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.operate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.packetloom.PacketloomStatistics;
import org.packetloom.PollerStatistics;
import org.packetloom.management.ConnectorFigures;
import org.packetloom.management.PacketloomMXBean;

/** Looks at a toolkit time after time, and tells what it did between two looks. Of one thread. */
public final class ToolkitWatch {
  /** Numbers that a connector's traffic is told in: which, read, written. */
  private static final int STRIDE = 3;

  private final String name;
  private final PacketloomMXBean toolkit;
  private final int rows;

  private PacketloomStatistics before;
  private Map<Long, Traffic> trafficBefore;
  private long nanosBefore;

  /** Bytes that a connector has moved. */
  private record Traffic(long number, long read, long written) {
    Traffic since(Traffic earlier) {
      return new Traffic(number, read - earlier.read, written - earlier.written);
    }

    long sum() {
      return read + written;
    }
  }

  /**
   * Takes the first look.
   *
   * @param rows how many connectors to tell of one by one
   */
  public ToolkitWatch(String name, PacketloomMXBean toolkit, int rows) {
    this.name = name;
    this.toolkit = toolkit;
    this.rows = rows;
    this.before = toolkit.getStatistics();
    this.trafficBefore = traffic();
    this.nanosBefore = System.nanoTime();
  }

  private Map<Long, Traffic> traffic() {
    long[] numbers = toolkit.traffic();
    Map<Long, Traffic> traffic = HashMap.newHashMap(numbers.length / STRIDE);
    for (int i = 0; i < numbers.length; i += STRIDE) {
      traffic.put(numbers[i], new Traffic(numbers[i], numbers[i + 1], numbers[i + 2]));
    }
    return traffic;
  }

  /** Looks again; the lines that tell what has happened since. */
  public List<String> look() {
    PacketloomStatistics now = toolkit.getStatistics();
    Map<Long, Traffic> trafficNow = traffic();
    long nanosNow = System.nanoTime();
    double seconds = Math.max(1e-3, (nanosNow - nanosBefore) / 1e9);
    List<String> lines = new ArrayList<>();
    addSummary(lines, now, seconds);
    addBusiest(lines, trafficNow, seconds);
    addParked(lines);
    before = now;
    trafficBefore = trafficNow;
    nanosBefore = nanosNow;
    return lines;
  }

  private void addSummary(List<String> lines, PacketloomStatistics now, double seconds) {
    int open = now.open().values().stream().mapToInt(Integer::intValue).sum();
    String schemes =
        new TreeMap<>(now.open())
            .entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", ", open == 0 ? "" : " (", open == 0 ? "" : ")"));
    lines.add(
        "%s/%s: %d open%s, %d parked, %d leaked"
            .formatted(name, now.poller(), open, schemes, now.parked(), now.leaked()));
    lines.add(
        "  per second: %s connected, %s failed, %s accepted, %s closed, %sB read, %sB written"
            .formatted(
                Amount.of((now.connected() - before.connected()) / seconds),
                Amount.of((now.connectFailures() - before.connectFailures()) / seconds),
                Amount.of((now.accepted() - before.accepted()) / seconds),
                Amount.of((now.closed() - before.closed()) / seconds),
                Amount.of((now.bytesRead() - before.bytesRead()) / seconds),
                Amount.of((now.bytesWritten() - before.bytesWritten()) / seconds)));
    for (int i = 0; i < now.pollers().size(); i++) {
      PollerStatistics poller = now.pollers().get(i);
      PollerStatistics earlier = before.pollers().get(i);
      lines.add(
          "  %s: %s waits/s, %s events/s%s"
              .formatted(
                  poller.name(),
                  Amount.of((poller.waits() - earlier.waits()) / seconds),
                  Amount.of((poller.events() - earlier.events()) / seconds),
                  poller.isAlive() ? "" : ", dead"));
    }
  }

  private void addBusiest(List<String> lines, Map<Long, Traffic> trafficNow, double seconds) {
    Traffic nothing = new Traffic(0, 0, 0);
    List<Traffic> busiest =
        trafficNow.values().stream()
            .map(each -> each.since(trafficBefore.getOrDefault(each.number, nothing)))
            .filter(each -> each.sum() > 0)
            .sorted(Comparator.comparingLong(Traffic::sum).reversed())
            .limit(rows)
            .toList();
    if (busiest.isEmpty()) {
      return;
    }
    Map<Long, Traffic> moved =
        busiest.stream().collect(Collectors.toMap(Traffic::number, each -> each));
    lines.add("  busiest");
    long[] numbers = busiest.stream().mapToLong(Traffic::number).toArray();
    for (ConnectorFigures each : toolkit.connectors(numbers)) {
      Traffic bytes = moved.get(each.number());
      lines.add(
          "    %8sB/s in %8sB/s out  #%d fd %d %s"
              .formatted(
                  Amount.of(bytes.read / seconds),
                  Amount.of(bytes.written / seconds),
                  each.number(),
                  each.descriptor(),
                  each.ends()));
    }
  }

  private void addParked(List<String> lines) {
    List<ConnectorFigures> parked = toolkit.longestParked(rows);
    if (parked.isEmpty()) {
      return;
    }
    lines.add("  parked longest");
    for (ConnectorFigures each : parked) {
      lines.add(
          "    %9s  #%d fd %d %s, %s"
              .formatted(
                  Amount.ofMillis(each.parkedMillis()),
                  each.number(),
                  each.descriptor(),
                  each.ends(),
                  each.parked()));
    }
  }
}
