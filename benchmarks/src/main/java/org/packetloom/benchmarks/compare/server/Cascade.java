// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

/**
 * How a byte cascades, libevent's classic: some connectors are written to, and whoever receives a
 * byte passes it on to the next, until there were as many writes as there are connectors: 100/1/100
 * or 1000/100/1000 (connectors, first writes, writes in all).
 */
final class Cascade {
  private static final int MANY = 1000;
  private static final int PART = 10;

  private Cascade() {}

  /** How many are written to first. */
  static int active(int count) {
    return count >= MANY ? count / PART : 1;
  }

  /** The connector that the {@code i}th of the first writes goes to. */
  static int first(int i, int count) {
    return (int) ((long) i * count / active(count));
  }

  static int next(int index, int count) {
    return index + 1 < count ? index + 1 : 0;
  }

  /** What the next cascade passes on: another byte, so that a late one shows. */
  static int nextToken(int token) {
    return (token + 1) & 0xff;
  }
}
