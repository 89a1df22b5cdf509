// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;

/**
 * Parks while a platform thread, started when it is first needed, waits in the poller.
 *
 * <p>The virtual thread stores itself in {@code waiting} and unparks the helper; that waits, stores
 * null and unparks the virtual thread. So one of them at a time runs the poller.
 */
final class HelperPark implements PollerPark {
  private static final ThreadFactory THREADS =
      Thread.ofPlatform().daemon().name("packetloom-select").factory();

  private final Poller poller;

  private @Nullable Thread helper; // the virtual thread's

  private volatile @Nullable Thread waiting; // who has asked for a wait
  private volatile boolean closed;
  private long most; // ordered by waiting
  private int found; // ordered by waiting
  private @Nullable Throwable failure; // what ended the wait, null if nothing; ordered by waiting

  HelperPark(Poller poller) {
    this.poller = poller;
  }

  @Override
  public int seen() {
    return 0;
  }

  @Override
  public int await(int seen, long mostNanos) throws PollerException {
    Thread known = helper;
    if (known == null) {
      known = THREADS.newThread(this::run);
      helper = known;
      known.start();
    }
    most = mostNanos;
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
    return switch (ended) {
      case null -> found;
      case PollerException e -> throw e;
      default -> throw new IllegalStateException("the wait failed", ended);
    };
  }

  private void run() {
    while (!closed) {
      Thread asker = waiting;
      if (asker == null) {
        LockSupport.park(this);
        continue;
      }
      try {
        found = poller.await(most);
      } catch (Throwable e) { // such as for want of memory
        failure = e;
      }
      waiting = null;
      LockSupport.unpark(asker);
    }
  }

  @Override
  public void wake() {
    poller.wake();
  }

  @Override
  public void close() {
    closed = true;
    Thread known = helper;
    if (known != null) {
      LockSupport.unpark(known);
      Joining.join(known);
    }
  }
}
