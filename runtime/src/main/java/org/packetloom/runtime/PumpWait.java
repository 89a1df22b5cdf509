// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Takes steps of a reactor on behalf of virtual threads, which must not wait in the kernel: on a
 * platform thread, started when it is first needed.
 *
 * <p>The virtual thread stores itself in {@code waiting} and unparks the helper; that takes the
 * step, stores null and unparks the virtual thread. So one of them at a time runs the poller.
 */
final class PumpWait {
  private static final ThreadFactory THREADS =
      Thread.ofPlatform().daemon().name("packetloom-pump").factory();

  private final ReactorCore core;

  private @Nullable Thread helper; // the pumping thread's

  private volatile @Nullable Thread waiting; // who has asked for a step
  private volatile boolean closed;
  private long mostNanos; // ordered by waiting
  private boolean hasSeen; // ordered by waiting

  PumpWait(ReactorCore core) {
    this.core = core;
  }

  /** As {@link ReactorCore#step}. */
  boolean step(long most) {
    if (!Thread.currentThread().isVirtual()) {
      return core.step(most);
    }
    Thread known = helper;
    if (known == null) {
      known = THREADS.newThread(this::run);
      helper = known;
      known.start();
    }
    mostNanos = most;
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
    return hasSeen;
  }

  private void run() {
    while (!closed) {
      Thread asker = waiting;
      if (asker == null) {
        LockSupport.park(this);
        continue;
      }
      hasSeen = core.step(mostNanos);
      waiting = null;
      LockSupport.unpark(asker);
    }
  }

  /** Ends the helper; nobody pumps any more. */
  void close() {
    closed = true;
    Thread known = helper;
    if (known != null) {
      LockSupport.unpark(known);
      Joining.join(known);
    }
  }
}
