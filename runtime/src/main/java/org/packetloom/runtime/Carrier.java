// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A platform thread that runs the virtual threads of a {@link Loop} which it owns, and is spare
 * when it has lost it.
 *
 * <p>A spare carrier lies on the stack of {@link Carriers}. Whoever takes it from there stores the
 * loop in {@code promised} and unparks it; the carrier looks at {@code promised} before it parks.
 * One that was spare for long takes itself off the stack and ends; if somebody else took it off
 * meanwhile, the promise is on its way, and it goes on.
 */
final class Carrier extends Thread {
  private static final long SPARE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Carriers carriers;

  /** The loop it is to own next, null if none; written by whoever promises, and taken by it. */
  private volatile @Nullable Loop promised;

  /** The loop in whose name it runs, owned or lost, null while spare; its own. */
  private @Nullable Loop loop;

  /** The loop whose own data it may touch just now, null while it runs a task; its own. */
  private @Nullable Loop dispatching;

  Carrier(Carriers carriers, Loop first) {
    super(first.toString());
    this.carriers = carriers;
    this.promised = first;
    setDaemon(true);
  }

  /** The carrier that runs the caller; null if it is none. */
  static @Nullable Carrier current() {
    return VirtualThreads.carrier() instanceof Carrier carrier ? carrier : null;
  }

  /** Says what it may touch from now on; called by itself. */
  void dispatch(@Nullable Loop owned) {
    dispatching = owned;
  }

  /** Whether the caller is the owner of a loop, at work on it; called in this thread only. */
  boolean dispatches(Loop asked) {
    return dispatching == asked;
  }

  /** The loop in whose name it runs; called in this thread only. */
  @Nullable Loop loop() {
    return loop;
  }

  /** Hands it a loop; it is spare and off the stack. */
  void promise(Loop next) {
    promised = next;
    LockSupport.unpark(this);
  }

  @Override
  public void run() {
    while (awaitPromise()) {
      Loop next = promised;
      promised = null;
      loop = next;
      if (next != null) {
        setName(next.toString());
        next.run(this);
      }
      loop = null;
      dispatching = null;
      setName("packetloom-carrier-spare");
      if (!carriers.release(this)) {
        return;
      }
    }
  }

  private boolean awaitPromise() {
    long until = System.nanoTime() + SPARE_NANOS;
    while (promised == null) {
      if (carriers.areClosed() || System.nanoTime() - until >= 0) {
        if (carriers.withdraw(this)) {
          return false;
        }
        until = System.nanoTime() + SPARE_NANOS; // somebody took it: the promise comes
      }
      LockSupport.parkNanos(this, until - System.nanoTime());
    }
    return true;
  }
}
