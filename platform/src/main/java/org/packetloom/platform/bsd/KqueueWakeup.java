// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.packetloom.platform.unix.Errno;
import org.packetloom.platform.unix.ErrnoMemory;
import org.packetloom.platform.unix.UnixErrors;

/**
 * A user event that ends a wait, from any thread; many requests cost one call.
 *
 * <p>{@code isAsked} goes to true by {@link #ask}, which then triggers the event, and back to false
 * by {@link #take}, once the runner has seen it. A request that finds true need not trigger: the
 * event it relies on has not been taken yet, so the runner has still to return from a wait, or is
 * just returning, and looks at its work after that. All of these accesses are sequentially
 * consistent, which is what orders work handed over before {@code ask} before the runner's look at
 * it.
 *
 * <p>Between the two a request must not park: a virtual thread might need this very runner to go
 * on, and nobody else would trigger in its place. Hence no lock keeps a late request from using
 * memory that is freed and a number that is someone else's: {@code callers} counts those that are
 * about to trigger, who look at {@code isClosed} after they have counted themselves, and {@link
 * #close} waits for them after it has set {@code isClosed}.
 */
final class KqueueWakeup {
  /** What the event carries, which is no slot's tag. */
  static final long TAG = -1;

  private final KqueueCalls calls;
  private final int kq;
  private final AtomicBoolean isAsked = new AtomicBoolean();
  private final AtomicInteger callers = new AtomicInteger();
  private final Errno errno; // the callers', none of whom looks at it
  private final MemorySegment trigger; // never changes; the arena is the poller's
  private volatile boolean isClosed;

  KqueueWakeup(KqueueCalls calls, int kq, Arena arena) {
    this.calls = calls;
    this.kq = kq;
    this.errno = new ErrnoMemory().next();
    KeventLayout layout = calls.layout();
    this.trigger = arena.allocate(layout.size(), Long.BYTES);
    layout.put(trigger, 0, 0, layout.EVFILT_USER(), 0, KeventLayout.NOTE_TRIGGER, TAG);
  }

  /** Has the kernel know the event; 0 or the negated error number. */
  int register() {
    KeventLayout layout = calls.layout();
    MemorySegment added = MemorySegment.ofArray(new long[layout.size() / Long.BYTES]);
    int flags = KeventLayout.EV_ADD | KeventLayout.EV_CLEAR;
    layout.put(added, 0, 0, layout.EVFILT_USER(), flags, TAG);
    return calls.change(kq, added, 1, errno);
  }

  /** Has the current or the next wait end. */
  void ask() {
    if (isAsked.get() || !isAsked.compareAndSet(false, true)) {
      return;
    }
    callers.incrementAndGet();
    try {
      int result;
      do {
        result = isClosed ? 0 : calls.change(kq, trigger, 1, errno);
      } while (result == -UnixErrors.EINTR);
    } finally {
      callers.decrementAndGet();
    }
  }

  /** Takes note that the event was seen, so that the next request triggers it again. */
  void take() {
    isAsked.set(false);
  }

  /** Called once, before the memory is freed. */
  void close() {
    isClosed = true;
    while (callers.get() > 0) {
      Thread.onSpinWait(); // a call that does not wait
    }
  }
}
