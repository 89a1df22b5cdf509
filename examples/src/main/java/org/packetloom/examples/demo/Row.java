// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.demo;

import java.util.Optional;
import org.packetloom.examples.echo.Figures;
import org.packetloom.examples.echo.Measured;

/**
 * A line of the table of schemes.
 *
 * @param scheme what was tried
 * @param measured small round trips, if it came so far
 * @param checkedBytes how many came back as they were sent
 * @param verdict {@code ok}, {@code ok: what}, {@code skip(reason)} or {@code FAILED(reason)}
 */
record Row(String scheme, Optional<Measured> measured, long checkedBytes, String verdict) {
  static final String HEADING =
      "%-24s %11s %9s %8s %8s %10s"
          .formatted("scheme", "round trips", "per s", "p50", "p99", "checked");

  static Row ok(String scheme, Measured measured, long checkedBytes) {
    return new Row(scheme, Optional.of(measured), checkedBytes, "ok");
  }

  static Row seen(String scheme, String what) {
    return new Row(scheme, Optional.empty(), 0, "ok: " + what);
  }

  static Row skipped(String scheme, String reason) {
    return new Row(scheme, Optional.empty(), 0, "skip(" + reason + ")");
  }

  static Row failed(String scheme, String reason) {
    return new Row(scheme, Optional.empty(), 0, "FAILED(" + reason + ")");
  }

  boolean isWell() {
    return !verdict.startsWith("FAILED");
  }

  String text() {
    return measured.map(this::withFigures).orElseGet(() -> "%-24s %s".formatted(scheme, verdict));
  }

  private String withFigures(Measured run) {
    return "%-24s %11s %9s %8s %8s %10s  %s"
        .formatted(
            scheme,
            Figures.count(run.roundTrips()),
            Figures.count(run.rate()),
            Figures.time(run.latencies().percentile(50)),
            Figures.time(run.latencies().percentile(99)),
            Figures.bytes(checkedBytes),
            verdict);
  }
}
