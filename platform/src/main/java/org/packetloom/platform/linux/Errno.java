// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.MemorySegment;

/**
 * Receives the error numbers of calls: that of a call, and beside it another for calls that write
 * bytes, so that a transfer needs one of this for both its directions. Each number belongs to one
 * thread at a time.
 *
 * <p>The chunk of memory is kept, and a segment cut out anew for each call, which costs compiled
 * code nothing: segments kept would be a good part of what an idle connection takes.
 */
final class Errno {
  /** Bytes from one number to the other. */
  private static final long STEP = Binder.CALL_STATE.byteSize();

  /** Bytes that both numbers take. */
  static final long SIZE = 2 * STEP;

  private final MemorySegment chunk;
  private final int offset;

  /** There are {@link #SIZE} bytes at the offset; they stay valid as long as this is in use. */
  Errno(MemorySegment chunk, int offset) {
    this.chunk = chunk;
    this.offset = offset;
  }

  /** What to pass to a handle. */
  MemorySegment segment() {
    return chunk.asSlice(offset, STEP);
  }

  /** The negated number of the call that just failed. */
  int negated() {
    return -Binder.errno(chunk, offset);
  }

  /** What to pass to a handle that writes bytes. */
  MemorySegment segmentToWrite() {
    return chunk.asSlice(offset + STEP, STEP);
  }

  /** The negated number of the call to write bytes that just failed. */
  int negatedOfWrite() {
    return -Binder.errno(chunk, offset + STEP);
  }
}
