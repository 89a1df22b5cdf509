// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import org.packetloom.message.MessageReceipt;

/**
 * Receipts of messages whose fate is not known, by their ids: a ring, in which ids ascend. Guarded
 * by the lock of the connection.
 */
final class Receipts {
  private static final int FIRST = 8;

  private DrivenReceipt[] ring = new DrivenReceipt[FIRST];

  private int head;
  private int count;

  private DrivenReceipt at(int index) {
    return ring[head + index & ring.length - 1];
  }

  /** Adds a receipt, whose id is above those of all before. */
  void add(DrivenReceipt receipt) {
    if (count == ring.length) {
      var larger = new DrivenReceipt[2 * count];
      for (int i = 0; i < count; i++) {
        larger[i] = at(i);
      }
      ring = larger;
      head = 0;
    }
    ring[head + count & ring.length - 1] = receipt;
    count++;
  }

  /** The fate of a message is known, which may have no receipt. */
  void resolve(long id, MessageReceipt.State fate) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = low + high >>> 1;
      DrivenReceipt receipt = at(middle);
      if (receipt.id() == id) {
        receipt.resolve(fate);
        dropResolved();
        return;
      }
      if (receipt.id() < id) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
  }

  private void dropResolved() {
    while (count > 0 && at(0).state() != MessageReceipt.State.PENDING) {
      ring[head] = null;
      head = head + 1 & ring.length - 1;
      count--;
    }
  }

  /** The terms of waiting have changed. */
  void lookAgain() {
    for (int i = 0; i < count; i++) {
      at(i).lookAgain();
    }
  }

  /** The fate of none will be known. */
  void resolveAll(MessageReceipt.State fate) {
    for (int i = 0; i < count; i++) {
      at(i).resolve(fate);
    }
    ring = new DrivenReceipt[FIRST];
    head = 0;
    count = 0;
  }
}
