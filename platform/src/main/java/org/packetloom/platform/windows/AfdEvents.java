// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import org.packetloom.platform.Watch;

/** Translates between events of {@link AfdDevice} and of {@link Watch}. */
final class AfdEvents {
  /** What is told unasked. */
  private static final int UNASKED =
      Constants.AFD_POLL_ABORT | Constants.AFD_POLL_CONNECT_FAIL | Constants.AFD_POLL_LOCAL_CLOSE;

  private AfdEvents() {}

  /** The events to poll for. */
  static int asked(int events) {
    int readable = Constants.AFD_POLL_RECEIVE | Constants.AFD_POLL_ACCEPT;
    return UNASKED
        | move(events, Watch.READABLE, readable | Constants.AFD_POLL_DISCONNECT)
        | move(events, Watch.WRITABLE, Constants.AFD_POLL_SEND)
        | move(events, Watch.URGENT, Constants.AFD_POLL_RECEIVE_EXPEDITED)
        | move(events, Watch.PEER_ENDED, Constants.AFD_POLL_DISCONNECT);
  }

  /** The events of a watch that those found stand for. */
  static int found(int events) {
    int all = Watch.READABLE | Watch.WRITABLE | Watch.HANGUP | Watch.PEER_ENDED | Watch.ERROR;
    return move(events, Constants.AFD_POLL_RECEIVE, Watch.READABLE)
        | move(events, Constants.AFD_POLL_ACCEPT, Watch.READABLE)
        | move(events, Constants.AFD_POLL_SEND, Watch.WRITABLE)
        | move(events, Constants.AFD_POLL_RECEIVE_EXPEDITED, Watch.URGENT)
        | move(events, Constants.AFD_POLL_DISCONNECT, Watch.READABLE | Watch.PEER_ENDED)
        | move(events, Constants.AFD_POLL_ABORT, all)
        | move(events, Constants.AFD_POLL_CONNECT_FAIL, all)
        | move(events, Constants.AFD_POLL_LOCAL_CLOSE, Watch.ERROR);
  }

  private static int move(int events, int from, int to) {
    return (events & from) != 0 ? to : 0;
  }
}
