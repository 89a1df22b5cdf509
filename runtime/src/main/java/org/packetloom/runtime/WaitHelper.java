// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A platform thread, started when it is first needed, that waits in the kernel for a virtual thread
 * which must not.
 *
 * <p>The virtual thread stores itself in {@code waiting} and unparks the helper; that waits, stores
 * null and unparks the virtual thread. So one of them at a time is at work, and what one has
 * written the other one sees. Virtual threads may take turns if their order comes by other means.
 */
final class WaitHelper {
  private final ThreadFactory threads;
  private final Wait wait;

  private @Nullable Thread helper; // that of whoever has the turn

  private volatile @Nullable Thread waiting; // who has asked for a wait
  private volatile boolean closed;
  private @Nullable Throwable failure; // what ended the wait, null if nothing; ordered by waiting

  /** What the helper does for whoever asks. */
  interface Wait {
    void run() throws Exception;
  }

  /**
   * Over a wait.
   *
   * @param threadName how the helper is called
   * @param wait what it does, each time it is asked
   */
  WaitHelper(String threadName, Wait wait) {
    threads = Thread.ofPlatform().daemon().name(threadName).factory();
    this.wait = wait;
  }

  /** Parks until the helper has waited once; interrupts are kept for later. */
  Optional<Throwable> await() {
    Thread known = helper;
    if (known == null) {
      known = threads.newThread(this::run);
      helper = known;
      known.start();
    }
    waiting = Thread.currentThread();
    LockSupport.unpark(known);
    boolean wasInterrupted = false;
    while (waiting != null) {
      LockSupport.park(this);
      wasInterrupted |= Thread.interrupted();
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
    Throwable ended = failure;
    failure = null;
    return Optional.ofNullable(ended);
  }

  private void run() {
    while (!closed) {
      Thread asker = waiting;
      if (asker == null) {
        LockSupport.park(this);
        continue;
      }
      try {
        wait.run();
      } catch (Throwable e) { // such as for want of memory
        failure = e;
      }
      waiting = null;
      LockSupport.unpark(asker);
    }
  }

  /** Ends the helper; nobody asks any more. */
  void close() {
    closed = true;
    Thread known = helper;
    if (known != null) {
      LockSupport.unpark(known);
      Joining.join(known);
    }
  }
}
