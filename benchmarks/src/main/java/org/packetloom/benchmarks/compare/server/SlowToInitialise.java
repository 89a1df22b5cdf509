// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

/** Copies of this class are defined again and again, for the time that initialising them takes. */
final class SlowToInitialise {
  static {
    Pause.millis(Stalls.STALL_MILLIS);
  }

  private SlowToInitialise() {}
}
