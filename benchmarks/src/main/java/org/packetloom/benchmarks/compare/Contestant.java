// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

/**
 * One line of a table.
 *
 * @param peer who
 * @param variant in which of several ways; empty if there is one
 */
record Contestant(String peer, String variant) {
  boolean isOurs() {
    return Peers.isOurs(peer);
  }

  @Override
  public String toString() {
    return variant.isEmpty() ? peer : peer + " " + variant;
  }
}
