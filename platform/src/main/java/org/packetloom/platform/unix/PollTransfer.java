// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

/** A transfer of {@link PollPoller}: level-triggered, every event asked for. */
public final class PollTransfer extends ReactorTransfer {
  private final PollInterest interest = new Interest();

  /** Replaced before it is registered, by whoever registers it. */
  private PollPoller poller;

  PollTransfer(Attachment attachment, PollPoller poller, UnixCalls calls, TransferMemory memory) {
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
  public boolean isPersistent(int direction) {
    return false;
  }

  @Override
  public int arm(int direction, int most) {
    poller.want(interest, poller.events().asked(kind(), direction));
    return 0;
  }

  @Override
  public void deregister(boolean isShared) {
    poller.deregister(this, interest);
  }

  /** What was armed and not told yet. */
  private final class Interest extends PollInterest {
    Interest() {
      super(PollTransfer.this);
    }

    @Override
    int take(int found) {
      int readiness = poller.events().readiness(found);
      wanted(wanted() & ~poller.events().answered(readiness));
      return readiness;
    }

    @Override
    void tell(int taken) {
      readiness().ready(taken);
    }
  }
}
