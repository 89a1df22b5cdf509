// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

/**
 * What a {@link PollPoller} polls a descriptor for. Guarded by the poller's changesLock, but for
 * what is said to be any thread's.
 */
public abstract class PollInterest {
  private final Attached attached;

  private int wanted; // events of poll(2)
  private boolean isChanged; // is in the list of changes
  private boolean isInstalled; // the runner polls for something
  private volatile boolean isGone;

  PollInterest(Attached attached) {
    this.attached = attached;
  }

  /** Takes what a call found, and stops wanting what is answered by it; what is to be told. */
  abstract int take(int found);

  /** The runner, without the lock: tells what was taken. */
  abstract void tell(int taken);

  /** Any thread's. */
  final int descriptor() {
    return attached.descriptor();
  }

  /** Any thread's, once it has a slot. */
  final int slot() {
    return Slots.slot(attached.tag());
  }

  /** Whether it has left, or was never registered; any thread may ask. */
  final boolean isOut() {
    return isGone || attached.tag() == Attached.NO_TAG;
  }

  final int wanted() {
    return wanted;
  }

  final void wanted(int events) {
    wanted = events;
  }

  final boolean isChanged() {
    return isChanged;
  }

  final void isChanged(boolean is) {
    isChanged = is;
  }

  final boolean isInstalled() {
    return isInstalled;
  }

  final void isInstalled(boolean is) {
    isInstalled = is;
  }

  final void leave() {
    isGone = true;
    wanted = 0;
  }
}
