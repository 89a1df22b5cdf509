// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A set of connections that are linked to one another, so that being in it costs a connection two
 * fields and no object. Guarded by the lock of the {@link ConnectionSet} that it belongs to.
 */
final class ServedConnections {
  private ServedConnection first; // null if there is none
  private volatile int size; // written under the lock, read by anybody

  /** Adds one that is in no set. */
  void add(ServedConnection connection) {
    connection.next = first;
    if (first != null) {
      first.previous = connection;
    }
    first = connection;
    int more = size + 1;
    size = more;
  }

  /** Removes one; does nothing if it is not in the set. */
  void remove(ServedConnection connection) {
    ServedConnection before = connection.previous;
    ServedConnection after = connection.next;
    if (before == null && connection != first) {
      return;
    }
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after != null) {
      after.previous = before;
    }
    connection.previous = null;
    connection.next = null;
    int less = size - 1;
    size = less;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean allMatch(Predicate<ServedConnection> predicate) {
    for (ServedConnection each = first; each != null; each = each.next) {
      if (!predicate.test(each)) {
        return false;
      }
    }
    return true;
  }

  /** Those that are in the set now. */
  List<ServedConnection> copy() {
    List<ServedConnection> all = new ArrayList<>(size);
    for (ServedConnection each = first; each != null; each = each.next) {
      all.add(each);
    }
    return all;
  }
}
