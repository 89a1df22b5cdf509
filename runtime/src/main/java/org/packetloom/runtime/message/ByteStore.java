// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.nio.ByteBuffer;

/**
 * Bytes of messages that wait, one behind the other: a ring that grows, whose oldest part is freed.
 * Positions are absolute and only grow.
 */
final class ByteStore {
  private static final int FIRST = 512;

  /** A power of two, or none before the first use. */
  private byte[] ring = {};

  private long head;
  private long tail;

  long tail() {
    return tail;
  }

  /** Bytes that are kept. */
  long stored() {
    return tail - head;
  }

  /** Appends the remaining bytes of a buffer. */
  void add(ByteBuffer source) {
    int count = source.remaining();
    if (tail - head + count > ring.length) {
      grow(count);
    }
    if (count == 0) {
      return;
    }
    int at = (int) tail & ring.length - 1;
    int toEnd = Math.min(count, ring.length - at);
    source.get(ring, at, toEnd);
    source.get(ring, 0, count - toEnd);
    tail += count;
  }

  void copyTo(long from, byte[] target, int targetAt, int count) {
    if (count == 0) {
      return;
    }
    int at = (int) from & ring.length - 1;
    int toEnd = Math.min(count, ring.length - at);
    System.arraycopy(ring, at, target, targetAt, toEnd);
    if (toEnd < count) {
      System.arraycopy(ring, 0, target, targetAt + toEnd, count - toEnd);
    }
  }

  /** Frees all before a position. */
  void freeTo(long position) {
    head = Math.max(head, position);
  }

  /** Gives up memory while nothing waits. */
  void trim() {
    if (head == tail) {
      ring = new byte[0];
    }
  }

  private void grow(int count) {
    int used = (int) (tail - head);
    int capacity = Math.max(FIRST, ring.length);
    while (capacity - used < count) {
      capacity = Math.multiplyExact(capacity, 2);
    }
    var larger = new byte[capacity];
    for (long at = head; at < tail; ) {
      int from = (int) at & ring.length - 1;
      int into = (int) at & capacity - 1;
      int part = (int) Math.min(tail - at, Math.min(ring.length - from, capacity - into));
      System.arraycopy(ring, from, larger, into, part);
      at += part;
    }
    ring = larger;
  }

  @Override
  public String toString() {
    return (tail - head) + " of " + ring.length + " bytes";
  }
}
