// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;

/** A contestant that is up. */
interface Trial extends AutoCloseable {
  /** Gives compilers the work they need before anything counts. */
  void warm(Case conditions) throws IOException, InterruptedException, MissingException;

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
