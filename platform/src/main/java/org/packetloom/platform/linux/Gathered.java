// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Events kept between a wait and their telling. Belongs to the runner of a {@link PollPoller}. */
final class Gathered {
  private static final int INITIAL_CAPACITY = 16;

  private @Nullable PollTransfer[] transfers = new PollTransfer[INITIAL_CAPACITY];
  private int[] readiness = new int[INITIAL_CAPACITY]; // beside transfers
  private int count;
  private int told; // those before are done with

  int count() {
    return count;
  }

  void clear() {
    count = 0;
    told = 0;
  }

  void add(PollTransfer transfer, int events) {
    if (count == readiness.length) {
      transfers = Arrays.copyOf(transfers, 2 * count);
      readiness = Arrays.copyOf(readiness, 2 * count);
    }
    transfers[count] = transfer;
    readiness[count] = events;
    count++;
  }

  /** Tells those that have not left; one that throws costs only its own event. */
  void tell() {
    while (told < count) {
      int index = told++;
      PollTransfer transfer = transfers[index];
      transfers[index] = null;
      if (transfer != null && !transfer.isGone()) {
        transfer.readiness().ready(readiness[index]);
      }
    }
  }
}
