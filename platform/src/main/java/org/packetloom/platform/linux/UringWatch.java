// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.packetloom.platform.Watcher;
import org.packetloom.platform.unix.ReactorWatch;
import org.packetloom.platform.unix.Slots;

/** A watch of {@link UringPoller}. */
final class UringWatch extends ReactorWatch {
  private final UringPoller poller;
  private final UringPoll poll;
  private int level; // the callers'; what was asked for by the last call, 0 if that was for once

  boolean isLookedAt; // of UringLevels; whether it is in there
  int toldIn; // of UringLevels; the dispatch in which it was told last

  UringWatch(int descriptor, Watcher watcher, UringPoller poller, Slots slots) {
    super(descriptor, watcher, slots, LinuxSystem.SYSTEM.watchEvents());
    this.poller = poller;
    this.poll = new UringPoll(this, poller);
  }

  /** Its request. */
  UringPoll poll() {
    return poll;
  }

  @Override
  public int change(int wanted, boolean isOnce) {
    if ((wanted & ~level) != 0) {
      poll.want(wanted);
    }
    level = isOnce ? 0 : wanted;
    return 0;
  }

  @Override
  public void changedRing() {
    if (poll.isSubmitted()) {
      int unused = poll.complete(-LinuxErrors.ECANCELED, false); // links itself anew
    }
  }

  @Override
  public void leave(boolean isShared) {
    poller.levels().awaitLook();
    poll.end();
  }
}
