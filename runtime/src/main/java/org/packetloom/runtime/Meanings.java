// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.packetloom.event.Events;
import org.packetloom.platform.Transfer;
import org.packetloom.platform.Watch;

/** What a poller tells of a descriptor, as events of its connector. */
final class Meanings {
  private Meanings() {}

  /**
   * What a poller has told, and an error with it if a read or a look has met that before: the
   * system tells it once, and then a hang-up alone.
   */
  static int completed(int told, Transfer transfer) {
    return (told & Watch.HANGUP) != 0 && transfer.holdsFailure() ? told | Watch.ERROR : told;
  }

  /**
   * The events that it means.
   *
   * @param told bits of {@link Watch}
   * @param possible READ, WRITE or both: what the descriptor is for
   */
  static long of(int told, long possible) {
    long meaning = 0;
    if ((told & (Watch.READABLE | Watch.HANGUP | Watch.ERROR)) != 0) {
      meaning |= Events.READ; // an end and a failure can be read
    }
    if ((told & (Watch.WRITABLE | Watch.HANGUP | Watch.ERROR)) != 0) {
      meaning |= Events.WRITE;
    }
    meaning &= possible;
    if ((told & (Watch.PEER_ENDED | Watch.HANGUP)) != 0) {
      meaning |= Events.CLOSE;
    }
    if ((told & Watch.ERROR) != 0) {
      meaning |= Events.ERROR;
    }
    return meaning;
  }
}
