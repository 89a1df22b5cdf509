// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import org.packetloom.platform.Watcher;

/** A watch of {@link PollPoller}. */
public final class PollWatch extends ReactorWatch {
  private final PollPoller poller;
  private final Interest interest = new Interest();

  PollWatch(int descriptor, Watcher watcher, PollPoller poller, Slots slots, WatchEvents events) {
    super(descriptor, watcher, slots, events);
    this.poller = poller;
  }

  @Override
  public int change(int wanted, boolean isOnce) {
    poller.replace(interest, wanted);
    return 0;
  }

  @Override
  public void leave(boolean isShared) {
    poller.leave(interest);
  }

  /** What is asked for; being told answers it unless that is level-triggered. */
  private final class Interest extends PollInterest {
    Interest() {
      super(PollWatch.this);
    }

    @Override
    int take(int found) {
      if (!isLevel()) {
        wanted(0);
      }
      return due(found);
    }

    @Override
    void tell(int taken) {
      PollWatch.this.tell(taken);
    }
  }
}
