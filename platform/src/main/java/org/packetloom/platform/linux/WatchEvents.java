// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.packetloom.platform.Watch;

/**
 * Translates between events of poll(2) and of {@link Watch}. Those of epoll have the same values:
 * linux/eventpoll.h.
 */
final class WatchEvents {
  /** What poll(2) tells unasked. */
  static final int UNASKED = Constants.POLLHUP | Constants.POLLERR | Constants.POLLNVAL;

  private static final int ALL =
      Watch.READABLE
          | Watch.WRITABLE
          | Watch.URGENT
          | Watch.PEER_ENDED
          | Watch.HANGUP
          | Watch.ERROR;

  private WatchEvents() {}

  /** The events to ask for; not 0 if any is asked for, as those that are told unasked count. */
  static int asked(int events) {
    if ((events & ~ALL) != 0) {
      throw new IllegalArgumentException("events: 0x" + Integer.toHexString(events));
    }
    return move(events, Watch.READABLE, Constants.POLLIN)
        | move(events, Watch.WRITABLE, Constants.POLLOUT)
        | move(events, Watch.URGENT, Constants.POLLPRI)
        | move(events, Watch.PEER_ENDED, Constants.POLLRDHUP)
        | move(events, Watch.HANGUP, Constants.POLLHUP)
        | move(events, Watch.ERROR, Constants.POLLERR);
  }

  /** The events of a watch that those found stand for. */
  static int told(int found) {
    return move(found, Constants.POLLIN, Watch.READABLE)
        | move(found, Constants.POLLOUT, Watch.WRITABLE)
        | move(found, Constants.POLLPRI, Watch.URGENT)
        | move(found, Constants.POLLRDHUP, Watch.PEER_ENDED)
        | move(found, Constants.POLLHUP, Watch.HANGUP)
        | move(found, Constants.POLLERR | Constants.POLLNVAL, Watch.ERROR);
  }

  private static int move(int events, int from, int to) {
    return (events & from) != 0 ? to : 0;
  }
}
