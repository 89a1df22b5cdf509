// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * A line of {@code key=value} from the load generator or a server.
 *
 * @param values by key
 */
record Measured(Map<String, String> values) {
  private static final double NANOS_PER_SECOND = 1e9;

  static Measured parse(String line) throws IOException {
    Map<String, String> values = new HashMap<>();
    for (String pair : line.strip().split(" ")) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw new IOException("not key=value: '" + line + "'");
      }
      values.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return new Measured(values);
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  double number(String key) {
    return Double.parseDouble(values.get(key));
  }

  long count() {
    return (long) number("count");
  }

  long errors() {
    return (long) number("errors");
  }

  double seconds() {
    return number("nanos") / NANOS_PER_SECOND;
  }

  double perSecond() {
    return count() / seconds();
  }

  /** CPU time of the server for each thing counted. */
  double cpuMicrosEach() {
    return number("cpu_nanos") / 1000 / count();
  }

  /** For how long the load generator itself was held up, which delays nothing but figures. */
  double lateMillis() {
    return has("late_us") ? number("late_us") / 1000 : 0;
  }

  /** A remark if connections got no turn in the window. */
  String starvation() {
    long starved = has("starved") ? (long) number("starved") : 0;
    return starved == 0 ? "" : starved + " connections starved";
  }
}
