// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.packetloom.platform.Platform;

/** Counts the handles of an engine, and closes the descriptors of those that end. */
final class OpenHandles {
  /** How long an engine's end waits for threads that are still in a handle: 10 s. */
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private static final System.Logger LOG = System.getLogger("org.packetloom");

  private final Platform platform;

  /** Handles whose descriptors are open. */
  private final AtomicLong count = new AtomicLong();

  OpenHandles(Platform platform) {
    this.platform = platform;
  }

  void opened() {
    count.incrementAndGet();
  }

  /** Closes the descriptor of a handle that nobody uses any more; −1 if none is to be closed. */
  void close(int descriptor, boolean isSlow) {
    if (descriptor < 0) {
      count.decrementAndGet();
    } else if (isSlow) {
      count.decrementAndGet(); // first: the engine's end need not wait for data to go out
      Thread.ofPlatform().daemon().name("packetloom-close").start(() -> closeNow(descriptor));
    } else {
      closeNow(descriptor);
      count.decrementAndGet();
    }
  }

  private void closeNow(int descriptor) {
    // Linux frees the number whatever close(2) returns; an error it reports belongs to data of
    // files, which connectors are not
    int result = platform.descriptors().close(descriptor);
    if (result < 0) {
      LOG.log(System.Logger.Level.DEBUG, () -> "close: " + platform.errors().name(-result));
    }
  }

  /**
   * Waits until all are closed; false if some are still in use after 10 s. Freeing the pollers then
   * could hit a descriptor of somebody else: better to keep them.
   */
  boolean awaitNone() {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (count.get() > 0) {
      if (System.nanoTime() - end >= 0) {
        LOG.log(System.Logger.Level.WARNING, "connectors still in use 10 s after close");
        return false;
      }
      Thread.yield();
      LockSupport.parkNanos(this, 100_000);
    }
    return true;
  }
}
