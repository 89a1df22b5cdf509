// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

/**
 * What becomes of connectors that nobody has closed and nobody can reach any more. The system
 * property {@code packetloom.leaks} says it for toolkits whose builder does not: {@code off},
 * {@code report} or {@code trace}.
 */
public enum LeakDetection {
  /** Their descriptors stay open until the toolkit is closed, and nobody is told. */
  OFF,
  /**
   * Once the collector has found one, its descriptor is closed, a warning is logged, an event is
   * recorded and it is counted. Costs nothing per operation. What toolkits do if nothing is said.
   */
  REPORT,
  /**
   * As {@link #REPORT}, and the warning shows where the connector was opened. Opening one costs the
   * walk through the stack of the thread that does it: for looking for a leak that is known of.
   */
  TRACE
}
