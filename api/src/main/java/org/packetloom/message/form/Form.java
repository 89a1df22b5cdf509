// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message.form;

import java.nio.ByteBuffer;

/** How values of one type lie in a message. Buffers are big-endian. Immutable once bound. */
interface Form {
  /** Records may be nested this deep. */
  int MAX_DEPTH = 64;

  /**
   * Puts a value.
   *
   * @param depth how many records it is nested in
   * @throws java.nio.BufferOverflowException if there is no room
   * @throws IllegalArgumentException if the value has no form
   */
  void write(Object value, ByteBuffer into, int depth);

  /**
   * Takes a value. May move the buffer's limit down, and has put it back when it returns.
   *
   * @param depth how many records it is nested in
   */
  Object read(ByteBuffer from, int depth) throws BadInput;

  /** No value takes fewer bytes. */
  int leastSize();

  /** How many elements follow; so many that they can be there. */
  static int readCount(ByteBuffer from, int leastSize) throws BadInput {
    int at = from.position();
    long count = Numbers.readNumber(from);
    if (count < 0 || count > from.remaining() / leastSize) {
      throw new BadInput(
          at, "%s elements in %d bytes".formatted(Long.toUnsignedString(count), from.remaining()));
    }
    return (int) count;
  }
}
