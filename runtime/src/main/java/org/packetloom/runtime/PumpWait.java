// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waits on behalf of virtual threads that pump, which must not wait in the kernel: on a platform
 * thread, started when it is first needed.
 *
 * <p>The virtual thread stores itself in {@code waiting} and unparks the helper; that waits, stores
 * null and unparks the virtual thread. So one of them at a time runs the poller.
 */
final class PumpWait {
  private static final ThreadFactory THREADS =
      Thread.ofPlatform().daemon().name("packetloom-pump").factory();

  private final ReactorCore core;

  private @Nullable Thread helper; // the pumping thread's

  private volatile @Nullable Thread waiting; // who has asked for a step
  private volatile boolean closed;
  private long mostNanos; // ordered by waiting
  private long postedBefore; // ordered by waiting
  private @Nullable Throwable failure; // what ended the wait, null if nothing; ordered by waiting

  PumpWait(ReactorCore core) {
    this.core = core;
  }

  /** As {@link ReactorCore#step}. */
  boolean step(long most) {
    if (!Thread.currentThread().isVirtual() || most == 0) {
      return core.step(most);
    }
    long before = core.posted();
    if (!core.tryAwait(most)) {
      awaitElsewhere(most, before);
    }
    return core.tell(before);
  }

  private void awaitElsewhere(long most, long before) {
    Thread known = helper;
    if (known == null) {
      known = THREADS.newThread(this::run);
      helper = known;
      known.start();
    }
    mostNanos = most;
    postedBefore = before;
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
    if (ended != null) {
      failure = null;
      throw new IllegalStateException("the wait failed", ended);
    }
  }

  private void run() {
    while (!closed) {
      Thread asker = waiting;
      if (asker == null) {
        LockSupport.park(this);
        continue;
      }
      try {
        core.await(mostNanos, postedBefore);
      } catch (Throwable e) { // such as for want of memory
        failure = e;
      }
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
