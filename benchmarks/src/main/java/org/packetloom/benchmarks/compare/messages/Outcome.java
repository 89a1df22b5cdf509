// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.util.List;
import java.util.Map;

/**
 * What one run gave.
 *
 * @param figures by name
 * @param errors messages that were not delivered, or not in order
 * @param remarks what a reader must know
 */
public record Outcome(Map<String, Double> figures, long errors, List<String> remarks) {
  static final String GAVE_UP = "gave the connection up";

  static Outcome of(Map<String, Double> figures, long errors) {
    return new Outcome(figures, errors, List.of());
  }

  /** The peer lost its connection, so that there are no figures. */
  static Outcome lost(long nanos) {
    String when = "%s after %d s".formatted(GAVE_UP, nanos / 1_000_000_000);
    return new Outcome(Map.of(), 1, List.of(when));
  }
}
