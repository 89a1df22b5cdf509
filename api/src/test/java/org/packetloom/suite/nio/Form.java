// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import java.nio.ByteBuffer;

/** The forms of the buffers that callers bring. */
public enum Form {
  HEAP,
  HEAP_SLICE,
  DIRECT,
  DIRECT_SLICE;

  /** A buffer with {@code length} remaining bytes, not always at position 0. */
  public ByteBuffer allocate(int length) {
    return switch (this) {
      case HEAP -> ByteBuffer.allocate(length);
      case HEAP_SLICE -> ByteBuffer.allocate(length + 20).slice(7, length + 6).position(6);
      case DIRECT -> ByteBuffer.allocateDirect(length);
      case DIRECT_SLICE -> ByteBuffer.allocateDirect(length + 20).slice(7, length + 6).position(6);
    };
  }

  /** A buffer with these bytes remaining. */
  public ByteBuffer of(byte[] bytes) {
    ByteBuffer buffer = allocate(bytes.length);
    return buffer.put(buffer.position(), bytes);
  }
}
