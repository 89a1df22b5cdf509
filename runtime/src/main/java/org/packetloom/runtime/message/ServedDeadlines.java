// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.util.Arrays;

/** Connections by their deadlines: a binary heap, in which each knows its place. */
final class ServedDeadlines {
  private static final int FIRST = 16;

  private ServedConnection[] heap = new ServedConnection[FIRST];
  private int size;

  int size() {
    return size;
  }

  /** The earliest deadline, {@link Long#MAX_VALUE} if there is none. */
  long earliest() {
    return size == 0 ? Long.MAX_VALUE : heap[0].deadline;
  }

  /** The connection with the earliest; there must be one. */
  ServedConnection first() {
    return heap[0];
  }

  /** Sets the deadline of a connection, {@link Long#MAX_VALUE} for none. */
  void set(ServedConnection connection, long deadline) {
    if (deadline == Long.MAX_VALUE) {
      remove(connection);
      return;
    }
    if (connection.heapIndex < 0) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, 2 * size);
      }
      connection.deadline = deadline;
      rise(connection, size++);
      return;
    }
    long before = connection.deadline;
    connection.deadline = deadline;
    if (deadline < before) {
      rise(connection, connection.heapIndex);
    } else {
      sink(connection, connection.heapIndex);
    }
  }

  /** Forgets a connection, if it is there. */
  void remove(ServedConnection connection) {
    int hole = connection.heapIndex;
    if (hole < 0) {
      return;
    }
    connection.heapIndex = -1;
    ServedConnection last = heap[--size];
    heap[size] = null;
    if (last == connection) {
      return;
    }
    if (last.deadline < connection.deadline) {
      rise(last, hole);
    } else {
      sink(last, hole);
    }
  }

  private void rise(ServedConnection connection, int from) {
    int at = from;
    while (at > 0) {
      int parent = at - 1 >> 1;
      if (heap[parent].deadline <= connection.deadline) {
        break;
      }
      place(heap[parent], at);
      at = parent;
    }
    place(connection, at);
  }

  private void sink(ServedConnection connection, int from) {
    int at = from;
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && heap[child + 1].deadline < heap[child].deadline) {
        child++;
      }
      if (heap[child].deadline >= connection.deadline) {
        break;
      }
      place(heap[child], at);
      at = child;
    }
    place(connection, at);
  }

  private void place(ServedConnection connection, int at) {
    heap[at] = connection;
    connection.heapIndex = at;
  }
}
