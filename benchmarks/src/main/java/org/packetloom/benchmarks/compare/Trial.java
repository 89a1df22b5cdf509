// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;

/** A contestant that is up. */
interface Trial extends AutoCloseable {
  /** Gives compilers the work they need before anything counts. */
  void warm(Case conditions) throws IOException, InterruptedException, MissingException;

  /**
   * Puts the load of rounds on it before they count. Compilers drop what they made for another
   * load, and until they have made anew what this one needs, the first rounds are theirs.
   */
  default void settle(Case conditions) throws IOException, InterruptedException, MissingException {
    // nothing to do where all conditions are alike for a server, or each round has its own
  }

  /** One round. */
  Sample measure(Case conditions) throws IOException, InterruptedException, MissingException;

  /** Counts system calls, in a run of its own because counting costs time. */
  default Syscalls countSyscalls(Case conditions)
      throws IOException, InterruptedException, MissingException {
    return Syscalls.unknown(Syscalls.NOT_ASKED);
  }

  /** What the server says of itself; empty if nothing. */
  default String note() {
    return "";
  }

  @Override
  void close();
}
