// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who is told of user events, in order of registration. Safe for use by any thread. */
final class UserReceivers {
  private final List<UserReceiver> receivers = new CopyOnWriteArrayList<>();

  void add(UserReceiver receiver) {
    receivers.add(receiver);
  }

  void remove(UserReceiver receiver) {
    receivers.remove(receiver);
  }

  void fire(long events, long nanoTime) {
    for (UserReceiver receiver : receivers) {
      receiver.fired(events, nanoTime);
    }
  }

  /** Ends them all. */
  void closeAll() {
    receivers.forEach(UserReceiver::end);
  }
}
