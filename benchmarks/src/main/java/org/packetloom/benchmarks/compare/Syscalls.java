// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

/**
 * How many system calls a server makes for each thing it does, or why that is unknown.
 *
 * @param each the number; NaN if unknown
 * @param reason why it is unknown; empty if it is not
 */
record Syscalls(double each, String reason) {
  /** The reason when there is nothing to count for. */
  static final String NOT_ASKED = "not counted for this workload";

  static Syscalls unknown(String reason) {
    return new Syscalls(Double.NaN, reason);
  }

  static Syscalls of(Measured measured) {
    return of(measured, measured.count());
  }

  /** Of someone who counted calls while another counted what was done. */
  static Syscalls of(Measured measured, long count) {
    if (measured.has("syscalls_missing")) {
      return unknown(measured.values().get("syscalls_missing").replace('_', ' '));
    }
    return count == 0
        ? unknown("nothing was done")
        : new Syscalls(measured.number("syscalls") / count, "");
  }

  boolean isKnown() {
    return reason.isEmpty();
  }
}
