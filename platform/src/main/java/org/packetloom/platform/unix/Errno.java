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
public sealed class Errno permits AddressMemory {
  /** For calls that return error numbers, and never use this. */
  static final Errno UNUSED = new Errno(MemorySegment.NULL, 0);

  /** Bytes from one number to the other. */
  private static final long STEP = Binder.CALL_STATE.byteSize();

  /** Bytes that both numbers take. */
  public static final long SIZE = 2 * STEP;

  private final MemorySegment chunk;
  private final int offset;
  private final int offsetOfWrite;

  /** There are {@link #SIZE} bytes at the offset; they stay valid as long as this is in use. */
  public Errno(MemorySegment chunk, int offset) {
    this.chunk = chunk;
    this.offset = offset;
    this.offsetOfWrite = offset + (int) STEP;
  }

  /**
   * Over the memory of another, which is not used any more.
   *
   * @param distance bytes from one number to the other
   */
  Errno(Errno other, int distance) {
    this.chunk = other.chunk;
    this.offset = other.offset;
    this.offsetOfWrite = offset + distance;
  }

  /** The memory that there is more of than the numbers take, for who asked for more. */
  final MemorySegment chunk() {
    return chunk;
  }

  /** Where in that memory the numbers begin. */
  final int offset() {
    return offset;
  }

  /** What to pass to a handle. */
  public final MemorySegment segment() {
    return chunk.asSlice(offset, STEP);
  }

  /** The negated number of the call that just failed. */
  public final int negated() {
    return -Binder.errno(chunk, offset);
  }

  /** What to pass to a handle that writes bytes. */
  public final MemorySegment segmentToWrite() {
    return chunk.asSlice(offsetOfWrite, STEP);
  }

  /** The negated number of the call to write bytes that just failed. */
  public final int negatedOfWrite() {
    return -Binder.errno(chunk, offsetOfWrite);
  }
}
