// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.util.function.LongConsumer;

/** Which messages of a channel were acknowledged, or lost, for the application to ask. */
final class MessageFates {
  private static final int MOST_REPORTS = 1 << 16;

  private final LongQueue acked = new LongQueue();
  private final LongQueue lost = new LongQueue();
  private long ackedCount;
  private long lostCount;

  void acked(long id) {
    acked.addBounded(id, MOST_REPORTS);
    ackedCount++;
  }

  void lost(long id) {
    lost.addBounded(id, MOST_REPORTS);
    lostCount++;
  }

  int drainAcked(LongConsumer ids) {
    return drain(acked, ids);
  }

  int drainLost(LongConsumer ids) {
    return drain(lost, ids);
  }

  private static int drain(LongQueue queue, LongConsumer ids) {
    int count = 0;
    for (; !queue.isEmpty(); count++) {
      ids.accept(queue.remove());
    }
    return count;
  }

  long ackedCount() {
    return ackedCount;
  }

  long lostCount() {
    return lostCount;
  }

  /** Gives up memory of what has been asked. */
  void trim() {
    acked.trim();
    lost.trim();
  }
}
