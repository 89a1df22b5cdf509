// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.packetloom.benchmarks.compare.server.Role;
import org.packetloom.benchmarks.compare.server.ServerPlan;

/** Ourselves alone: echo while the flight recorder is told what we do, and while it is not. */
final class RecordedEchoWorkload implements Workload {
  private static final String OFF = "not recorded";
  private static final String OURS = "our events";
  private static final String ALL = "all events";

  /** Standard output belongs to the server. */
  private static final String QUIET = "-Xlog:jfr+startup=off";

  /** Every kind of event that the runtime tells. */
  private static final String EVENTS =
      Stream.of(
              "Connect",
              "Accept",
              "Resolve",
              "Close",
              "SlowOperation",
              "PollerStatistics",
              "ToolkitStatistics",
              "StallHandOver",
              "Leak")
          .map(event -> "+org.packetloom." + event + "#enabled=true")
          .collect(Collectors.joining(","));

  @Override
  public String name() {
    return "recorded-echo";
  }

  @Override
  public String summary() {
    return "echo without the flight recorder, with it and our events, and with the JDK's too";
  }

  @Override
  public List<String> peers() {
    return Peers.OURS_FIRST;
  }

  @Override
  public List<String> variants(String peer) {
    return List.of(OFF, OURS, ALL);
  }

  @Override
  public boolean comparesVariants() {
    return true;
  }

  @Override
  public List<String> otherPeers() {
    return Peers.OURS;
  }

  @Override
  public List<Integer> connections(boolean isQuick) {
    return List.of(100);
  }

  @Override
  public List<String> ratioFigures() {
    return List.of(Figure.CPU_PER_ROUND_TRIP, Figure.ROUND_TRIPS);
  }

  @Override
  public List<String> notes() {
    return List.of(
        "Our events: a recording of org.packetloom.* alone, with the thresholds they come with. All"
            + " events: a recording with the JDK's settings 'default' and ours.",
        RoundTrips.NOTE);
  }

  @Override
  public Trial open(Bench bench, Contestant contestant, int size)
      throws IOException, InterruptedException, MissingException {
    ServerPlan plan = ServerPlan.of(contestant.peer(), Role.ECHO, EchoWorkload.BLOCK_BYTES);
    return RoundTrips.over(bench, plan, options(contestant.variant()));
  }

  private static List<String> options(String variant) {
    return switch (variant) {
      case OURS -> List.of(QUIET, "-XX:StartFlightRecording:settings=none," + EVENTS);
      case ALL -> List.of(QUIET, "-XX:StartFlightRecording:settings=default," + EVENTS);
      default -> List.of();
    };
  }
}
