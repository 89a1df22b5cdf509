// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/** Room for one encoded value, which grows as values need it; not for several threads at once. */
final class EncodeBuffer {
  private static final int FIRST_SIZE = 256;

  private ByteBuffer buffer = ByteBuffer.allocate(FIRST_SIZE);

  /** The bytes of a value, lent until the next call. */
  <T> ByteBuffer encoded(Codec<T> codec, T value) {
    while (true) {
      buffer.clear();
      try {
        codec.encode(value, buffer);
        return buffer.flip();
      } catch (BufferOverflowException tooSmall) {
        grow(tooSmall);
      }
    }
  }

  private void grow(BufferOverflowException tooSmall) {
    int size = buffer.capacity();
    if (size >= ChannelConfig.MAX_MESSAGE_SIZE) {
      throw new IllegalArgumentException(
          "a value of more than " + ChannelConfig.MAX_MESSAGE_SIZE + " bytes", tooSmall);
    }
    buffer = ByteBuffer.allocate(2 * size);
  }
}
