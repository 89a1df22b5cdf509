// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.packetloom.platform.Watcher;
import org.packetloom.platform.unix.ReactorWatch;
import org.packetloom.platform.unix.Slots;

/** A watch of epoll: in the kernel's set as long as something is asked for. */
final class EpollWatch extends ReactorWatch {
  private final EpollPoller poller;
  private int registered; // the callers'; what the kernel was asked for, 0 if it is not in the set

  EpollWatch(int descriptor, Watcher watcher, EpollPoller poller, Slots slots) {
    super(descriptor, watcher, slots, LinuxSystem.SYSTEM.watchEvents());
    this.poller = poller;
  }

  @Override
  public int change(int wanted, boolean isOnce) {
    int events = isOnce ? wanted | Constants.EPOLLONESHOT : wanted;
    if (events == registered && !isOnce) {
      return 0;
    }
    int result = poller.control(operation(events), this, events);
    registered = result < 0 ? 0 : events; // only what is not in the set can fail
    return result;
  }

  private int operation(int events) {
    if (registered == 0) {
      return Constants.EPOLL_CTL_ADD;
    }
    return events == 0 ? Constants.EPOLL_CTL_DEL : Constants.EPOLL_CTL_MOD;
  }

  @Override
  public void leave(boolean isShared) {
    if (isShared && registered != 0) {
      // Fails only if the descriptor has been closed already, which would be the caller's mistake.
      int unused = poller.control(Constants.EPOLL_CTL_DEL, this, 0);
    }
  }
}
