// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.MemorySegment;

/** Receives the error number of prompt calls; belongs to one thread at a time. */
final class Errno {
  private final MemorySegment segment;

  /** The segment is a {@link Binder#CALL_STATE}, and stays valid as long as this is in use. */
  Errno(MemorySegment segment) {
    this.segment = segment;
  }

  /** What to pass to a handle. */
  MemorySegment segment() {
    return segment;
  }

  /** The negated number of the call that just failed. */
  int negated() {
    return -Binder.errno(segment);
  }
}
