// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.unix.Attached;
import org.packetloom.platform.unix.Slots;

/**
 * Gives a poller the ring of the thread that runs it from now on. Belongs to that thread.
 *
 * <p>A deferred ring is of use to the thread alone that made it, see {@link Ring}. So who takes a
 * poller over leaves the ring of its predecessor, which is stuck somewhere and must not touch it
 * any more, and makes another:
 *
 * <ol>
 *   <li>What the old ring has completed lies in memory, and is told. That is all that has happened:
 *       the kernel does the work of such a ring while its thread is in io_uring_enter(2), and
 *       nowhere else, and the predecessor had left that. What was put aside for want of room would
 *       be out of reach; the poller sees to it that there is nothing of the kind when its runner
 *       goes elsewhere.
 *   <li>The old ring is closed. The kernel ends whatever was under way there, and what had become
 *       due but was not done ends as cancelled as well (io_should_terminate_tw() in
 *       io_uring/io_uring.c): no receive takes bytes that another will be waiting for.
 *   <li>What was under way is submitted anew, and nobody notices; what was to be cancelled is so.
 * </ol>
 *
 * <p>To submit anew what thousands wait for takes its time. If that becomes too much of it, as
 * where each task computes for long, the next ring is one for any thread, and stays.
 */
final class UringHandOver {
  /** How long a poller may be without a ring, for want of memory or descriptors. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** What hand-overs may take in all: so much, and this part of the time. */
  private static final long ALLOWED_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final int ALLOWED_PART = 20;

  private final UringPoller poller;
  private final SystemCalls calls;
  private final Slots slots;
  private final UringRequests requests;
  private final UringCompletions completions;
  private final long opened = System.nanoTime();
  private long spent; // on hand-overs
  private long leftAt; // when the last ring was left

  UringHandOver(
      UringPoller poller,
      SystemCalls calls,
      Slots slots,
      UringRequests requests,
      UringCompletions completions) {
    this.poller = poller;
    this.calls = calls;
    this.slots = slots;
    this.requests = requests;
    this.completions = completions;
  }

  /**
   * The ring that the caller is to use.
   *
   * @param old the one before; it is closed if the result is another
   * @return null if there is none just now: try again
   * @throws PollerException if it was tried for long, or something was lost
   */
  @Nullable Ring change(Ring old) throws PollerException {
    if (!old.isDeferred()) {
      return old.canDefer() && old.isUntouched() ? first(old) : old;
    }
    long began = System.nanoTime();
    if (!old.isClosed()) {
      leave(old);
      leftAt = began;
    }
    Ring fresh = open(began);
    if (fresh != null) {
      spent += System.nanoTime() - began;
    }
    return fresh;
  }

  private Ring first(Ring shared) {
    try {
      Ring fresh = openWithBuffers(true);
      shared.close();
      return fresh;
    } catch (PollerException e) { // such as in a sandbox that knows flags
      return shared;
    }
  }

  private void leave(Ring old) throws PollerException {
    if (old.hasPutAside()) {
      throw new PollerException("io_uring: completions that the next runner cannot reach");
    }
    completions.tellAll(old);
    old.close();
    requests.watchAgain();
    slots.attached().forEach(Attached::changedRing);
  }

  private @Nullable Ring open(long now) throws PollerException {
    boolean isDeferred = spent < ALLOWED_NANOS + (now - opened) / ALLOWED_PART;
    try {
      return openWithBuffers(isDeferred);
    } catch (PollerException e) {
      if (now - leftAt > PATIENCE_NANOS) {
        throw e;
      }
      return null;
    }
  }

  private Ring openWithBuffers(boolean isDeferred) throws PollerException {
    Ring ring = Ring.open(calls, isDeferred);
    try {
      poller.received().use(ring.descriptor().number());
      return ring;
    } catch (PollerException e) {
      ring.close();
      throw e;
    }
  }
}
