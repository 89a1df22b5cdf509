// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.MemorySegment;

/**
 * Receives the error numbers of calls: that of a call, and beside it another for calls that write
 * bytes, so that a transfer needs one of this for both its directions. Each number belongs to one
 * thread at a time.
 *
 * <p>The chunk of memory is kept, and a segment cut out anew for each call, which costs compiled
 * code nothing: segments kept would be a good part of what an idle connection takes.
 */
public final class Errno {
  /** Bytes from one number to the other. */
  private static final long STEP = Binder.CALL_STATE.byteSize();

  /** Bytes that both numbers take. */
  public static final long SIZE = 2 * STEP;

  private final MemorySegment chunk;
  private final int offset;

  /** There are {@link #SIZE} bytes at the offset; they stay valid as long as this is in use. */
  public Errno(MemorySegment chunk, int offset) {
    this.chunk = chunk;
    this.offset = offset;
  }

  /** What to pass to a handle. */
  public MemorySegment segment() {
    return chunk.asSlice(offset, STEP);
  }

  /** The negated number of the call that just failed. */
  public int negated() {
    return -Binder.errno(chunk, offset);
  }

  /** What to pass to a handle that writes bytes. */
  public MemorySegment segmentToWrite() {
    return chunk.asSlice(offset + STEP, STEP);
  }

  /** The negated number of the call to write bytes that just failed. */
  public int negatedOfWrite() {
    return -Binder.errno(chunk, offset + STEP);
  }
}
