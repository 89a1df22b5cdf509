// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.packetloom.platform.Watcher;
import org.packetloom.platform.unix.ReactorWatch;
import org.packetloom.platform.unix.Slots;

/** A watch of {@link UringPoller}. */
final class UringWatch extends ReactorWatch {
  private final UringPoll poll;

  UringWatch(int descriptor, Watcher watcher, UringPoller poller, Slots slots) {
    super(descriptor, watcher, slots, LinuxSystem.SYSTEM.watchEvents());
    this.poll = new UringPoll(this, poller);
  }

  /** Its request. */
  UringPoll poll() {
    return poll;
  }

  @Override
  public int change(int wanted, boolean isOnce) {
    if (wanted != 0) {
      poll.want(wanted);
    }
    return 0;
  }

  @Override
  public void leave(boolean isShared) {
    poll.end();
  }
}
