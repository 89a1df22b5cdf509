// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.MemorySegment;

/**
 * Receives the error number of a prompt call; belongs to one thread at a time.
 *
 * <p>It lies on the heap: a connection owns two of these and no native memory.
 */
final class Errno {
  private final int[] number = new int[(int) Binder.CALL_STATE.byteSize() / Integer.BYTES];
  private final MemorySegment segment = MemorySegment.ofArray(number);

  /** What to pass to a handle. */
  MemorySegment segment() {
    return segment;
  }

  /** The negated number of the call that just failed. */
  int negated() {
    return -Binder.errno(segment);
  }
}
