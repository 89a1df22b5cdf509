// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

/** A transfer of {@link PollPoller}: level-triggered, every event asked for. */
final class PollTransfer extends ReactorTransfer {
  /** Replaced before it is registered, by whoever registers it. */
  private PollPoller poller;

  private int wanted; // guarded by the poller's changesLock; poll events not told yet
  private boolean isChanged; // guarded by the poller's changesLock; is in its list of changes
  private boolean isInstalled; // guarded by the poller's changesLock; the runner polls it
  private volatile boolean isGone; // written under the poller's changesLock

  PollTransfer(Attachment attachment, PollPoller poller, SystemCalls calls, TransferMemory memory) {
    super(attachment, calls, memory);
    this.poller = poller;
  }

  void poller(PollPoller other) {
    poller = other;
  }

  @Override
  public int register() {
    return poller.register(this);
  }

  @Override
  public boolean isPersistent() {
    return false;
  }

  @Override
  public int arm(int direction, int most) {
    return poller.arm(this, PollEvents.asked(kind(), direction));
  }

  @Override
  public void deregister(boolean isShared) {
    poller.deregister(this);
  }

  int wanted() {
    return wanted;
  }

  void wanted(int events) {
    wanted = events;
  }

  boolean isChanged() {
    return isChanged;
  }

  void isChanged(boolean is) {
    isChanged = is;
  }

  boolean isInstalled() {
    return isInstalled;
  }

  void isInstalled(boolean is) {
    isInstalled = is;
  }

  boolean isGone() {
    return isGone;
  }

  void leave() {
    isGone = true;
  }
}
