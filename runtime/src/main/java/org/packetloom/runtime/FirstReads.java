// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

/**
 * What the first reads of the connections that a listener accepts find: something mostly, or mostly
 * nothing. Where a client's first bytes come a little later than its connection, an attempt to read
 * them is a system call in vain, since the poller, with which the connection is registered next,
 * tells what is there by then. Where they come together, the attempt saves a wait.
 *
 * <p>Only those that make the attempt show what it is worth, so some always do. Any thread may
 * call; a note that is lost when two coincide is no harm.
 */
final class FirstReads {
  /** How many must have been in vain beyond those that were not. */
  private static final int ENOUGH = 8;

  /** One of so many attempts although it is likely to be in vain; a power of two. */
  private static final int SAMPLE = 16;

  private volatile int balance = ENOUGH;
  private int accepted; // by the holder of the turn to accept

  /** Whether the next connection is to attempt a read before it waits for something to read. */
  boolean isWorthTrying() {
    return balance > 0 || (++accepted & SAMPLE - 1) == 0;
  }

  /** An attempt was made. */
  void note(boolean hasFound) {
    int seen = balance;
    int next = hasFound ? Math.min(seen + 1, ENOUGH) : Math.max(seen - 1, -ENOUGH);
    if (next != seen) {
      balance = next;
    }
  }
}
