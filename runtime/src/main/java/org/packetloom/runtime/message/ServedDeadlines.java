// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.util.Arrays;

/**
 * Connections by their deadlines: a binary heap, in which each knows its place. The times stand by
 * themselves, so that comparing them touches no connection.
 */
final class ServedDeadlines {
  private static final int FIRST = 16;

  private ServedConnection[] heap = new ServedConnection[FIRST];
  private long[] times = new long[FIRST];
  private int size;

  int size() {
    return size;
  }

  /** The earliest deadline, {@link Long#MAX_VALUE} if there is none. */
  long earliest() {
    return size == 0 ? Long.MAX_VALUE : times[0];
  }

  /** The connection with the earliest; there must be one. */
  ServedConnection first() {
    return heap[0];
  }

  /** Sets the deadline of a connection, {@link Long#MAX_VALUE} for none. */
  void set(ServedConnection connection, long deadline) {
    int at = connection.heapIndex;
    if (deadline == Long.MAX_VALUE) {
      remove(connection);
    } else if (at < 0) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, 2 * size);
        times = Arrays.copyOf(times, 2 * size);
      }
      rise(connection, deadline, size++);
    } else if (deadline < times[at]) {
      rise(connection, deadline, at);
    } else if (deadline > times[at]) {
      sink(connection, deadline, at);
    }
  }

  /** Forgets a connection, if it is there. */
  void remove(ServedConnection connection) {
    int hole = connection.heapIndex;
    if (hole < 0) {
      return;
    }
    connection.heapIndex = -1;
    size--;
    ServedConnection last = heap[size];
    heap[size] = null;
    if (hole == size) {
      return;
    }
    if (times[size] < times[hole]) {
      rise(last, times[size], hole);
    } else {
      sink(last, times[size], hole);
    }
  }

  private void rise(ServedConnection connection, long deadline, int from) {
    int at = from;
    while (at > 0) {
      int parent = at - 1 >> 1;
      if (times[parent] <= deadline) {
        break;
      }
      place(heap[parent], times[parent], at);
      at = parent;
    }
    place(connection, deadline, at);
  }

  private void sink(ServedConnection connection, long deadline, int from) {
    int at = from;
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && times[child + 1] < times[child]) {
        child++;
      }
      if (times[child] >= deadline) {
        break;
      }
      place(heap[child], times[child], at);
      at = child;
    }
    place(connection, deadline, at);
  }

  private void place(ServedConnection connection, long deadline, int at) {
    heap[at] = connection;
    times[at] = deadline;
    connection.heapIndex = at;
  }
}
