// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.packetloom.platform.Readiness;

/** Translates between events of poll(2) and readiness. */
final class PollEvents {
  private PollEvents() {}

  /** The readiness that events stand for. */
  static int readiness(int found) {
    int readiness = 0;
    if ((found & Constants.POLLIN) != 0) {
      readiness |= Readiness.READABLE;
    }
    if ((found & Constants.POLLOUT) != 0) {
      readiness |= Readiness.WRITABLE;
    }
    if ((found & Constants.POLLRDHUP) != 0) {
      readiness |= Readiness.READABLE | Readiness.HANGUP;
    }
    // POLLNVAL, a descriptor closed by mistake, becomes the EBADF of the next attempt.
    if ((found & (Constants.POLLHUP | Constants.POLLERR | Constants.POLLNVAL)) != 0) {
      readiness |= Readiness.READABLE | Readiness.WRITABLE | Readiness.HANGUP;
    }
    return readiness;
  }

  /** The events whose asking is answered by telling some readiness. */
  static int answered(int readiness) {
    int events = 0;
    if ((readiness & Readiness.READABLE) != 0) {
      events |= Constants.POLLIN | Constants.POLLRDHUP;
    }
    if ((readiness & Readiness.WRITABLE) != 0) {
      events |= Constants.POLLOUT;
    }
    return events;
  }
}
