// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.packetloom.PacketloomStatistics;
import org.packetloom.PollerStatistics;
import org.packetloom.management.ConnectorFigures;
import org.packetloom.management.PacketloomMXBean;
import org.packetloom.platform.Transfer;

/**
 * What operators see of a toolkit. Nothing is locked and nothing is kept: each look goes over the
 * connectors that are open then, and takes memory for what it answers.
 */
final class Overview implements PacketloomMXBean {
  private static final Comparator<OpenConnector> BY_AGE =
      Comparator.comparingLong(OpenConnector::number);

  private final String version;
  private final Engine engine;
  private final OpenConnectors connectors;

  Overview(String version, Engine engine, OpenConnectors connectors) {
    this.version = version;
    this.engine = engine;
    this.connectors = connectors;
  }

  /** A connector, and how long a thread has waited in it. */
  private record Wait(OpenConnector connector, long nanos) {}

  @Override
  public String getVersion() {
    return version;
  }

  @Override
  public PacketloomStatistics getStatistics() {
    Map<String, Integer> open = new HashMap<>();
    int parked = 0;
    long read = 0;
    long written = 0;
    for (OpenConnector each : (Iterable<OpenConnector>) connectors.stream()::iterator) {
      open.merge(each.uri().scheme(), 1, Integer::sum);
      parked += each.parked(Transfer.READ).size() + each.parked(Transfer.WRITE).size();
      read += each.bytes(Transfer.READ);
      written += each.bytes(Transfer.WRITE);
    }
    Tally tally = connectors.tally();
    return new PacketloomStatistics(
        engine.name(),
        engine.poller(),
        open,
        parked,
        tally.connectedCount(),
        tally.refusedCount(),
        tally.acceptedCount(),
        connectors.endedCount(),
        tally.leakedCount(),
        connectors.bytes(Transfer.READ) + read,
        connectors.bytes(Transfer.WRITE) + written,
        engine.pollers());
  }

  /** What each poller has done so far. */
  List<PollerStatistics> getPollerStatistics() {
    return engine.pollers();
  }

  @Override
  public long[] traffic() {
    return connectors.stream()
        .flatMapToLong(
            each ->
                LongStream.of(each.number(), each.bytes(Transfer.READ), each.bytes(Transfer.WRITE)))
        .toArray();
  }

  @Override
  public List<ConnectorFigures> connectors(long[] numbers) {
    Map<Long, Optional<ConnectorFigures>> wanted = new LinkedHashMap<>();
    LongStream.of(numbers).forEach(number -> wanted.put(number, Optional.empty()));
    connectors.stream()
        .filter(each -> wanted.containsKey(each.number()))
        .forEach(each -> wanted.put(each.number(), Optional.of(new Portrait(each).figures())));
    return wanted.values().stream().flatMap(Optional::stream).toList();
  }

  @Override
  public List<ConnectorFigures> longestParked(int most) {
    if (most < 0) {
      throw new IllegalArgumentException("most: " + most);
    }
    PriorityQueue<Wait> longest = new PriorityQueue<>(Comparator.comparingLong(Wait::nanos));
    for (OpenConnector each : (Iterable<OpenConnector>) connectors.stream()::iterator) {
      long nanos = Portrait.longestNanos(each);
      if (nanos >= 0) {
        longest.add(new Wait(each, nanos));
        if (longest.size() > most) {
          longest.poll();
        }
      }
    }
    return longest.stream()
        .sorted(Comparator.comparingLong(Wait::nanos).reversed())
        .map(wait -> new Portrait(wait.connector()).figures())
        .toList();
  }

  @Override
  public String dump() {
    StringBuilder text = new StringBuilder("packetloom ").append(engine);
    Stream<String> threads =
        Stream.concat(
            engine.describe(), engine.pollers().stream().map(each -> "poller " + words(each)));
    threads.forEach(line -> text.append(System.lineSeparator()).append("  ").append(line));
    connectors.stream()
        .sorted(BY_AGE)
        .forEach(
            each -> new Portrait(each).addTo(text.append(System.lineSeparator()).append("  ")));
    connectors
        .spots()
        .filter(ParkSpot::isConnector)
        .map(ParkSpot::describe)
        .sorted()
        .forEach(line -> text.append(System.lineSeparator()).append("  ").append(line));
    return text.append(System.lineSeparator()).toString();
  }

  private static String words(PollerStatistics poller) {
    return poller.name()
        + (poller.isAlive() ? ": " : ", dead: ")
        + poller.waits()
        + " waits, "
        + poller.events()
        + " events";
  }
}
