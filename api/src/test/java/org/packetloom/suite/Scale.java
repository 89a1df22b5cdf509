// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

/** How long the long loops are: {@code -Dpacketloom.test.scale=10} makes each ten times longer. */
public final class Scale {
  private static final double FACTOR =
      Double.parseDouble(System.getProperty("packetloom.test.scale", "1.0"));

  private Scale() {}

  /** A count of rounds, scaled; at least one. */
  public static int rounds(int usual) {
    return Math.clamp(Math.round(usual * FACTOR), 1, Integer.MAX_VALUE);
  }
}
