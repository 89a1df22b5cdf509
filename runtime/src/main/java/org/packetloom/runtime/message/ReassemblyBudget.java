// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/** What the unfinished messages of an endpoint may take, on channels that may lose some. */
final class ReassemblyBudget {
  final int mostBytes;
  final long timeoutNanos;

  /** Bytes that are taken. */
  long used;

  ReassemblyBudget(int mostBytes, long timeoutNanos) {
    this.mostBytes = mostBytes;
    this.timeoutNanos = timeoutNanos;
  }
}
