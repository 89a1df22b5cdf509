// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What one contestant did in one round.
 *
 * @param figures by name, in the order in which they are shown
 * @param errors attempts that failed
 * @param remark what a reader must know of this round; empty if nothing
 */
record Sample(Map<String, Double> figures, long errors, String remark) {
  Sample {
    figures = new LinkedHashMap<>(figures);
  }

  /** A round that gave nothing but a failure. */
  static Sample failed(String reason) {
    return new Sample(Map.of(), 1, reason);
  }

  OptionalDouble figure(String name) {
    Double value = figures.get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  Set<String> names() {
    return figures.keySet();
  }
}
