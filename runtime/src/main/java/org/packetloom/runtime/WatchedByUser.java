// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.packetloom.event.Events;
import org.packetloom.spi.Watchable;

/**
 * Watches a connector that tells by itself when it has changed.
 *
 * <p>What is asked for is stored before it is looked at what holds, and the connector changes
 * before it says so: either who asks finds it, or who tells does. Where tasks are run by other
 * threads, a telling takes back what was asked for.
 */
final class WatchedByUser implements WatchedSource {
  private static final long LASTING = Events.CLOSE | Events.ERROR;

  private final WatchedConnector owner;
  private final Watchable connector;
  private final Watchable.Watching watching;

  private volatile long asked; // written by who holds the task

  private volatile boolean isClosed; // the end was told; written by any thread

  WatchedByUser(WatchedConnector owner, Watchable connector) {
    this.owner = owner;
    this.connector = connector;
    this.watching = connector.watch(this::look);
  }

  private void look() {
    long ready = connector.readyEvents();
    if ((ready & Events.CLOSE) != 0 && !isClosed) {
      isClosed = true;
      owner.closing();
    }
    if ((ready & asked) != 0) {
      owner.found(ready & (asked | LASTING), System.nanoTime());
    }
  }

  @Override
  public boolean isSettled(long wanted) {
    return false; // what still holds is told again
  }

  @Override
  public int watch(long wanted) {
    asked = wanted;
    look();
    return 0;
  }

  @Override
  public void end(boolean isClosing) {
    asked = 0;
    watching.close();
  }

  @Override
  public void forget(Runnable closer) {}
}
