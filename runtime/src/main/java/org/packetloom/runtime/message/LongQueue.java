// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.util.Arrays;

/** Numbers, first in first out, in an array that grows; for one thread at a time. */
final class LongQueue {
  private static final int FIRST = 16;

  /** A power of two, or none before the first use. */
  private long[] values = {};

  private int head;
  private int count;

  int size() {
    return count;
  }

  boolean isEmpty() {
    return count == 0;
  }

  void add(long value) {
    if (count == values.length) {
      grow();
    }
    values[head + count & values.length - 1] = value;
    count++;
  }

  /** Adds one, and drops the oldest if there are more than a limit. */
  void addBounded(long value, int limit) {
    if (count == limit) {
      remove();
    }
    add(value);
  }

  long first() {
    return values[head];
  }

  long third() {
    return values[head + 2 & values.length - 1];
  }

  /** Takes the first. There must be one. */
  long remove() {
    long value = values[head];
    head = head + 1 & values.length - 1;
    count--;
    return value;
  }

  void clear() {
    head = 0;
    count = 0;
  }

  /** Gives up the memory if nothing is in it. */
  void trim() {
    if (count == 0) {
      values = new long[0];
      head = 0;
    }
  }

  private void grow() {
    var larger = new long[Math.max(FIRST, values.length * 2)];
    int toEnd = Math.min(count, values.length - head);
    System.arraycopy(values, head, larger, 0, toEnd);
    System.arraycopy(values, 0, larger, toEnd, count - toEnd);
    values = larger;
    head = 0;
  }

  @Override
  public String toString() {
    var all = new long[count];
    for (int i = 0; i < count; i++) {
      all[i] = values[head + i & values.length - 1];
    }
    return Arrays.toString(all);
  }
}
