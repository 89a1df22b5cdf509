// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/** Messages by their ids: open addressing, for one thread at a time; allocates when it grows. */
final class LongTable {
  private static final int FIRST = 8;

  /** Null where nothing is; a power of two, or none before the first use. */
  private Incoming[] slots = {};

  private int count;

  int size() {
    return count;
  }

  /** The message of an id, or null. */
  Incoming get(long id) {
    if (count == 0) {
      return null;
    }
    for (int at = home(id); ; at = at + 1 & slots.length - 1) {
      Incoming found = slots[at];
      if (found == null || found.id == id) {
        return found;
      }
    }
  }

  /** Puts one whose id is not in it. */
  void put(Incoming message) {
    if (2 * (count + 1) > slots.length) {
      grow();
    }
    insert(message);
    count++;
  }

  void remove(long id) {
    int hole = home(id);
    while (slots[hole].id != id) {
      hole = hole + 1 & slots.length - 1;
    }
    count--;
    for (int at = hole; ; ) {
      slots[hole] = null;
      Incoming next;
      do {
        at = at + 1 & slots.length - 1;
        next = slots[at];
        if (next == null) {
          return;
        }
      } while (isBetween(hole, home(next.id), at));
      slots[hole] = next;
      hole = at;
    }
  }

  /** Whether a home lies cyclically behind the hole and not behind the place. */
  private static boolean isBetween(int hole, int home, int at) {
    return hole <= at ? hole < home && home <= at : hole < home || home <= at;
  }

  /** The one with the lowest id; null if there is none. */
  Incoming lowest() {
    Incoming lowest = null;
    for (Incoming each : slots) {
      if (each != null && (lowest == null || each.id < lowest.id)) {
        lowest = each;
      }
    }
    return lowest;
  }

  void clear() {
    slots = new Incoming[0];
    count = 0;
  }

  private void insert(Incoming message) {
    int at = home(message.id);
    while (slots[at] != null) {
      at = at + 1 & slots.length - 1;
    }
    slots[at] = message;
  }

  private void grow() {
    var old = slots;
    slots = new Incoming[Math.max(FIRST, old.length * 2)];
    for (Incoming each : old) {
      if (each != null) {
        insert(each);
      }
    }
  }

  private int home(long id) {
    return (int) (id * 0x9E3779B97F4A7C15L >>> 40) & slots.length - 1;
  }
}
