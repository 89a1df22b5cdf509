// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/** A real poller that each thread owns which runs it: it is taken over whenever that changes. */
public final class OwnedPoller extends ForwardingPoller {
  private Thread owner; // the runner's

  /** Of a poller that nobody has run yet. */
  public OwnedPoller(Poller real) {
    super(real);
  }

  @Override
  public boolean adopt(Transfer transfer) {
    return real.adopt(transfer);
  }

  @Override
  public boolean hasEvents() {
    return real.hasEvents();
  }

  @Override
  public int await(long timeoutNanos) throws PollerException {
    if (owner != Thread.currentThread()) {
      owner = Thread.currentThread();
      real.own();
    }
    return real.await(timeoutNanos);
  }
}
