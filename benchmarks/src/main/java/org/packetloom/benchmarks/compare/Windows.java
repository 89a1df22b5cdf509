// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

/**
 * How long things are watched, in milliseconds.
 *
 * @param compile load before the first round, for the compilers of the servers
 * @param warm load before each window, for its connections
 * @param window what is measured at full load
 * @param paced what is measured at a fixed rate
 * @param stall what is measured while threads stall
 * @param patience how much longer a run may take for windows that are waited for or repeated
 */
record Windows(int compile, int warm, int window, int paced, int stall, int patience) {
  private static final int PER_MILLI = 8;
  private static final int SETTLING = 3; // takes a third of the time that compiling takes

  static final Windows FULL = new Windows(5000, 300, 1500, 1000, 5000, 1_800_000);
  static final Windows QUICK = new Windows(1500, 80, 300, 200, 2500, 30_000);

  /** Load before the rounds of each number of connections. */
  int settle() {
    return compile / SETTLING;
  }

  Windows withWindow(int millis) {
    return new Windows(compile, warm, millis, millis, millis, patience);
  }

  Windows withCompile(int millis) {
    return new Windows(millis, Math.min(warm, millis), window, paced, stall, patience);
  }

  /** The same, or as long as it takes so many connections to be served several times. */
  Windows forConnections(int connections) {
    int several = connections / PER_MILLI;
    return new Windows(
        compile, Math.max(warm, several / 2), Math.max(window, several), paced, stall, patience);
  }
}
