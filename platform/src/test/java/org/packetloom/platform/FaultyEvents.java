// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/** The events of a {@link FaultyTransfer}, which pass through its poller. */
final class FaultyEvents implements Readiness {
  private final FaultyPoller poller;
  private final Readiness readiness;
  private volatile boolean isGone;

  FaultyEvents(FaultyPoller poller, Readiness readiness) {
    this.poller = poller;
    this.readiness = readiness;
  }

  @Override
  public void ready(int events) {
    poller.tell(this, events);
  }

  @Override
  public void failed(Throwable cause) {
    readiness.failed(cause);
  }

  /** Tells events, unless the transfer was deregistered. */
  void pass(int events) {
    if (!isGone) {
      readiness.ready(events);
    }
  }

  /** The transfer is deregistered. */
  void end() {
    isGone = true;
  }
}
