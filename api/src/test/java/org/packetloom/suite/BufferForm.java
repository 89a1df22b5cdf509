// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import java.nio.ByteBuffer;

/** The forms in which callers bring their bytes. */
public enum BufferForm {
  ARRAY,
  HEAP,
  HEAP_SLICE,
  DIRECT,
  DIRECT_SLICE,
  READ_ONLY,
  VECTORED;

  /** A buffer with {@code length} remaining bytes; for a form that has no buffer, a plain one. */
  public ByteBuffer allocate(int length) {
    return switch (this) {
      case HEAP, ARRAY, READ_ONLY, VECTORED -> ByteBuffer.allocate(length);
      case HEAP_SLICE -> ByteBuffer.allocate(length + 20).slice(7, length + 6).position(6);
      case DIRECT -> ByteBuffer.allocateDirect(length);
      case DIRECT_SLICE -> ByteBuffer.allocateDirect(length + 20).slice(7, length + 6).position(6);
    };
  }

  /** Reads up to {@code length} bytes into {@code destination} at {@code offset}. */
  public int read(StreamEnd end, byte[] destination, int offset, int length) throws Exception {
    if (this == ARRAY) {
      return end.read(destination, offset, length);
    }
    ByteBuffer buffer = allocate(length);
    int first = buffer.position();
    int count = this == VECTORED ? (int) end.read(split(buffer)) : end.read(buffer);
    if (count > 0) {
      buffer.get(first, destination, offset, count);
    }
    return count;
  }

  /** Writes bytes of {@code source}, and tells what the call returned. */
  public long write(StreamEnd end, byte[] source, int offset, int length) throws Exception {
    if (this == ARRAY) {
      return end.write(source, offset, length);
    }
    ByteBuffer buffer = allocate(length);
    buffer.put(buffer.position(), source, offset, length);
    return switch (this) {
      case VECTORED -> end.write(split(buffer));
      case READ_ONLY -> end.write(buffer.asReadOnlyBuffer());
      case ARRAY, HEAP, HEAP_SLICE, DIRECT, DIRECT_SLICE -> end.write(buffer);
    };
  }

  /** Three parts of a buffer, with empty ones between. */
  private static ByteBuffer[] split(ByteBuffer whole) {
    int third = whole.remaining() / 3;
    ByteBuffer empty = ByteBuffer.allocate(0);
    return new ByteBuffer[] {
      empty,
      whole.slice(0, third),
      empty,
      whole.slice(third, third),
      whole.slice(2 * third, whole.remaining() - 2 * third),
      empty
    };
  }
}
