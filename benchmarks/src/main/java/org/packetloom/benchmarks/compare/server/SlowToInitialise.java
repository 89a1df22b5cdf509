// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

/** Copies of this class are defined again and again, for the time that initialising them takes. */
final class SlowToInitialise {
  static {
    try {
      Thread.sleep(Stalls.STALL_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private SlowToInitialise() {}
}
