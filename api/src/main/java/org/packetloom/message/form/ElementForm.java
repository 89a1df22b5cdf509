// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message.form;

import java.nio.ByteBuffer;

/**
 * Values inside a collection, of which each takes a byte at least.
 *
 * <p>While one is read, the bytes that those behind it must take are out of its reach. So all
 * collections being read at one moment, one inside the other, claim different bytes, and what is
 * allocated for their elements beforehand is bounded by the size of the message.
 */
record ElementForm(Form value) {
  /** At least 1. */
  int leastSize() {
    return Math.max(1, value.leastSize());
  }

  void write(Object element, ByteBuffer into, int depth) {
    if (element == null) {
      throw new NullPointerException("null in a collection");
    }
    value.write(element, into, depth);
    if (value.leastSize() == 0) {
      into.put((byte) 0);
    }
  }

  /** Takes the element of an index, behind which so many bytes are taken for sure. */
  Object read(ByteBuffer from, int depth, int index, long reserved) throws BadInput {
    int limit = from.limit();
    try {
      from.limit((int) (limit - reserved));
      Object element = value.read(from, depth);
      if (value.leastSize() == 0 && Numbers.readByte(from) != 0) {
        throw new BadInput(from.position() - 1, "not 0");
      }
      return element;
    } catch (BadInput e) {
      throw e.at(index);
    } finally {
      from.limit(limit);
    }
  }
}
