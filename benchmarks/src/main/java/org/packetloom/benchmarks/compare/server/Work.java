// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

/** What a process does by itself and with itself, because it has both ends. */
public interface Work {
  /**
   * Makes sure that there are exactly so many clients, flows or connectors.
   *
   * @param count how many
   * @throws Exception if they cannot be had
   */
  void open(int count) throws Exception;

  /**
   * Works for so long. Nothing runs before or after.
   *
   * @param millis how long
   * @return {@code count=… nanos=… errors=…}
   * @throws Exception if it cannot begin
   */
  String run(long millis) throws Exception;
}
