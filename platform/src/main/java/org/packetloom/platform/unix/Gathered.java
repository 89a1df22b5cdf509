// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Events kept between a wait and their telling. Belongs to the runner of a {@link PollPoller}. */
public final class Gathered {
  private static final int INITIAL_CAPACITY = 16;

  private @Nullable PollInterest[] interests = new PollInterest[INITIAL_CAPACITY];
  private int[] taken = new int[INITIAL_CAPACITY]; // beside interests
  private int count;
  private int told; // those before are done with

  int count() {
    return count;
  }

  void clear() {
    count = 0;
    told = 0;
  }

  void add(PollInterest interest, int events) {
    if (count == taken.length) {
      interests = Arrays.copyOf(interests, 2 * count);
      taken = Arrays.copyOf(taken, 2 * count);
    }
    interests[count] = interest;
    taken[count] = events;
    count++;
  }

  /** Tells those that have not left; one that throws costs only its own event. */
  void tell() {
    while (told < count) {
      int index = told++;
      PollInterest interest = interests[index];
      interests[index] = null;
      if (interest != null && !interest.isOut()) {
        interest.tell(taken[index]);
      }
    }
  }
}
