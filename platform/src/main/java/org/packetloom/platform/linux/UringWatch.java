// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.packetloom.platform.Watcher;

/** A watch of {@link UringPoller}. */
final class UringWatch extends LinuxWatch {
  private final UringPoll poll;

  UringWatch(int descriptor, Watcher watcher, UringPoller poller, Slots slots) {
    super(descriptor, watcher, slots);
    this.poll = new UringPoll(this, poller);
  }

  /** Its request. */
  UringPoll poll() {
    return poll;
  }

  @Override
  int change(int wanted, boolean isOnce) {
    if (wanted != 0) {
      poll.want(wanted);
    }
    return 0;
  }

  @Override
  void leave(boolean isShared) {
    poll.end();
  }
}
