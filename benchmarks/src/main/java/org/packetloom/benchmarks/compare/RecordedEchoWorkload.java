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
  private static final String NOTHING = "recording nothing";
  private static final String OURS = "our events";
  private static final String THEIRS = "the JDK's events";
  private static final String ALL = "all events";

  /** Standard output belongs to the server. */
  private static final String QUIET = "-Xlog:jfr+startup=off";

  private static final String ON = events(true);
  private static final String NOT = events(false);

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
    return List.of(OFF, NOTHING, OURS, THEIRS, ALL);
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
        "Recording nothing: a recording runs, but no kind of event is on. Our events: org.packetloom.*"
            + " alone, with the thresholds they come with. The JDK's: its settings 'default'. All: both.",
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
      case NOTHING -> recording("none", NOT);
      case OURS -> recording("none", ON);
      case THEIRS -> recording("default", NOT);
      case ALL -> recording("default", ON);
      default -> List.of();
    };
  }

  private static List<String> recording(String settings, String events) {
    return List.of(QUIET, "-XX:StartFlightRecording:settings=" + settings + "," + events);
  }

  /** Every kind of event that the runtime tells, on or off. */
  private static String events(boolean isOn) {
    return Stream.of(
            "Connect",
            "Accept",
            "Resolve",
            "Close",
            "SlowOperation",
            "PollerStatistics",
            "ToolkitStatistics",
            "StallHandOver",
            "Leak")
        .map(event -> "+org.packetloom." + event + "#enabled=" + isOn)
        .collect(Collectors.joining(","));
  }
}
