// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/** Connections by their ids: open addressing, linear probing, at most half full. */
final class ServedIds {
  private static final int FIRST = 16;

  /** Null where nothing is; a power of two. */
  private ServedConnection[] slots = new ServedConnection[FIRST];

  private int size;

  int size() {
    return size;
  }

  /** The connection of an id; null if there is none. */
  ServedConnection get(long id) {
    return slots[find(id)];
  }

  /** Puts one whose id is not in it. */
  void put(ServedConnection connection) {
    if (2 * (size + 1) > slots.length) {
      grow();
    }
    slots[find(connection.id())] = connection;
    size++;
  }

  /** Where an id is, or would be. */
  private int find(long id) {
    int at = home(id);
    while (slots[at] != null && slots[at].id() != id) {
      at = at + 1 & slots.length - 1;
    }
    return at;
  }

  /** Ids are random. Those that are looked for may be anything, but do not lengthen the chains. */
  private int home(long id) {
    return (int) (id ^ id >>> 32) & slots.length - 1;
  }

  private void grow() {
    ServedConnection[] old = slots;
    slots = new ServedConnection[2 * old.length];
    for (ServedConnection each : old) {
      if (each != null) {
        slots[find(each.id())] = each;
      }
    }
  }

  /** Forgets one that is in it. */
  void remove(ServedConnection connection) {
    int hole = find(connection.id());
    int mask = slots.length - 1;
    size--;
    // Moves back those behind the hole that would not be found across it.
    for (int at = hole + 1 & mask; slots[at] != null; at = at + 1 & mask) {
      int home = home(slots[at].id());
      if ((at - home & mask) >= (at - hole & mask)) {
        slots[hole] = slots[at];
        hole = at;
      }
    }
    slots[hole] = null;
  }
}
