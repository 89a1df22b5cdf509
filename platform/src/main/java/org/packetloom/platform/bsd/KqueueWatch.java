// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import org.packetloom.platform.Watcher;
import org.packetloom.platform.unix.Posix;
import org.packetloom.platform.unix.ReactorWatch;
import org.packetloom.platform.unix.Slots;
import org.packetloom.platform.unix.WatchEvents;

/**
 * A watch of kqueue: both filters in the kernel's set, edge-triggered, as long as something is
 * asked for; {@link KqueueWatches} finds out what holds.
 */
final class KqueueWatch extends ReactorWatch {
  private final KqueuePoller poller;
  private boolean isRegistered; // the callers'
  private boolean isHot; // the runner's; is among those that are looked at
  private boolean isFaulty; // the runner's; an error was told since the last look
  private boolean isEnded; // the runner's; the last event of reading told of an end

  KqueueWatch(
      int descriptor, Watcher watcher, KqueuePoller poller, Slots slots, WatchEvents words) {
    super(descriptor, watcher, slots, words);
    this.poller = poller;
  }

  @Override
  public int change(int wanted, boolean isOnce) {
    if (wanted == 0) {
      forget();
      return 0;
    }
    if (!isRegistered) {
      int result = poller.add(this);
      if (result < 0) {
        return result;
      }
      isRegistered = true;
    }
    poller.look(this); // what holds by now may have been told before
    return 0;
  }

  @Override
  public void leave(boolean isShared) {
    forget();
    poller.awaitLook();
  }

  private void forget() {
    if (isRegistered) {
      isRegistered = false;
      poller.remove(this);
    }
  }

  boolean isHot() {
    return isHot;
  }

  void isHot(boolean is) {
    isHot = is;
  }

  /** An event told of an error. */
  void fault() {
    isFaulty = true;
  }

  /** An event of reading told whether the peer ended its writing. */
  void isEnded(boolean is) {
    isEnded = is;
  }

  /** What was found by poll(2), with what only events told. */
  int withTold(int found) {
    int all = isFaulty ? found | Posix.POLLERR : found;
    isFaulty = false;
    return isEnded ? all | KqueueWatches.ENDED : all;
  }
}
