// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import org.packetloom.platform.Watch;

/**
 * Translates between events of poll(2) and of {@link Watch}. Those of epoll have the same values:
 * linux/eventpoll.h.
 */
public final class WatchEvents {
  /** What poll(2) tells unasked. */
  static final int UNASKED = Posix.POLLHUP | Posix.POLLERR | Posix.POLLNVAL;

  private static final int ALL =
      Watch.READABLE
          | Watch.WRITABLE
          | Watch.URGENT
          | Watch.PEER_ENDED
          | Watch.HANGUP
          | Watch.ERROR;

  private final int rdhup;

  /**
   * The events of a system.
   *
   * @param rdhup its POLLRDHUP, 0 if it has none
   */
  public WatchEvents(int rdhup) {
    this.rdhup = rdhup;
  }

  /**
   * These; with an event that stands for POLLRDHUP where there is none, for a poller that finds out
   * by other means.
   */
  public WatchEvents withPeerEnded(int event) {
    return rdhup == 0 ? new WatchEvents(event) : this;
  }

  /** The events to ask for; not 0 if any is asked for, as those that are told unasked count. */
  public int asked(int events) {
    if ((events & ~ALL) != 0) {
      throw new IllegalArgumentException("events: 0x" + Integer.toHexString(events));
    }
    return move(events, Watch.READABLE, Posix.POLLIN)
        | move(events, Watch.WRITABLE, Posix.POLLOUT)
        | move(events, Watch.URGENT, Posix.POLLPRI)
        | move(events, Watch.PEER_ENDED, rdhup)
        | move(events, Watch.HANGUP, Posix.POLLHUP)
        | move(events, Watch.ERROR, Posix.POLLERR);
  }

  /** The events of a watch that those found stand for. */
  public int told(int found) {
    return move(found, Posix.POLLIN, Watch.READABLE)
        | move(found, Posix.POLLOUT, Watch.WRITABLE)
        | move(found, Posix.POLLPRI, Watch.URGENT)
        | move(found, rdhup, Watch.PEER_ENDED)
        | move(found, Posix.POLLHUP, Watch.HANGUP)
        | move(found, Posix.POLLERR | Posix.POLLNVAL, Watch.ERROR);
  }

  private static int move(int events, int from, int to) {
    return (events & from) != 0 ? to : 0;
  }
}
