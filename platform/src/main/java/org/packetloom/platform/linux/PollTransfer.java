// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

/** A transfer of {@link PollPoller}: level-triggered, every event asked for. */
final class PollTransfer extends ReactorTransfer {
  private final PollInterest interest = new Interest();

  /** Replaced before it is registered, by whoever registers it. */
  private PollPoller poller;

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
    poller.want(interest, PollEvents.asked(kind(), direction));
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
      int readiness = PollEvents.readiness(found);
      wanted(wanted() & ~PollEvents.answered(readiness));
      return readiness;
    }

    @Override
    void tell(int taken) {
      readiness().ready(taken);
    }
  }
}
