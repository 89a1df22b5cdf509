// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;

/** Parks while a platform thread waits in the poller; a {@link WaitHelper} orders the two. */
final class HelperPark implements PollerPark {
  private final Poller poller;
  private final WaitHelper helper = new WaitHelper("packetloom-select", this::find);

  private long most; // ordered by the helper
  private int found; // ordered by the helper

  HelperPark(Poller poller) {
    this.poller = poller;
  }

  @Override
  public int seen() {
    return 0;
  }

  @Override
  public int await(int seen, long mostNanos) throws PollerException {
    most = mostNanos;
    return switch (helper.await().orElse(null)) {
      case null -> found;
      case PollerException e -> throw e;
      case Throwable e -> throw new IllegalStateException("the wait failed", e);
    };
  }

  private void find() throws PollerException {
    found = poller.await(most);
  }

  @Override
  public void wake() {
    poller.wake();
  }

  @Override
  public void close() {
    helper.close();
  }
}
