// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.packetloom.benchmarks.compare.messages.Outcome;

/**
 * What one contestant did in one round.
 *
 * @param figures by name, in the order in which they are shown
 * @param errors attempts that failed
 * @param lateMillis for how long the load generator itself was held up at worst
 * @param remarks what a reader must know of this round
 */
record Sample(Map<String, Double> figures, long errors, double lateMillis, List<String> remarks) {
  Sample {
    figures = new LinkedHashMap<>(figures);
    remarks = remarks.stream().filter(remark -> !remark.isEmpty()).toList();
  }

  /** A run in virtual time. */
  static Sample of(Outcome outcome) {
    return new Sample(outcome.figures(), outcome.errors(), 0, outcome.remarks());
  }

  /** A round of a load generator that is not late because it waits for the server. */
  static Sample of(Map<String, Double> figures, long errors, String... remarks) {
    return new Sample(figures, errors, 0, List.of(remarks));
  }

  /** A round that gave nothing but a failure. */
  static Sample failed(String reason) {
    return new Sample(Map.of(), 1, 0, List.of(reason));
  }

  /** The same, with one figure more. */
  Sample with(String name, double value) {
    Map<String, Double> more = new LinkedHashMap<>(figures);
    more.put(name, value);
    return new Sample(more, errors, lateMillis, remarks);
  }

  OptionalDouble figure(String name) {
    Double value = figures.get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  Set<String> names() {
    return figures.keySet();
  }
}
