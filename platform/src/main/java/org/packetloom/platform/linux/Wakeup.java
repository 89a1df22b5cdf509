// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.packetloom.platform.PollerException;

/**
 * An eventfd that ends a wait, from any thread; many requests cost one write.
 *
 * <p>{@code isAsked} goes to true by {@link #ask}, which then writes, and back to false by {@link
 * #take}, once the runner has seen the event. A request that finds true needs no write: the event
 * it relies on has not been taken yet, so the runner has still to return from a wait, or is just
 * returning, and looks at its work after that. All of these accesses are sequentially consistent,
 * which is what orders work handed over before {@code ask} before the runner's look at it.
 *
 * <p>Between the two a request must not park: a virtual thread might need this very runner to go
 * on, and nobody else would write in its place. Hence no lock keeps a late request from writing to
 * a descriptor that is closed, and whose number may by then be someone else's: {@code writers}
 * counts those that are about to write, who look at {@code isClosed} after they have counted
 * themselves, and {@link #close} waits for them after it has set {@code isClosed}.
 */
final class Wakeup {
  private static final byte[] ONE = {1, 0, 0, 0, 0, 0, 0, 0};

  private final SystemCalls calls;
  private final int eventfd;
  private final AtomicBoolean isAsked = new AtomicBoolean();
  private final AtomicInteger writers = new AtomicInteger();
  private final Errno writeErrno; // the writers', all of whom may only get the same EAGAIN
  private final Errno readErrno; // the runner's
  private final byte[] counter = new byte[Long.BYTES]; // the runner's
  private volatile boolean isClosed;

  private Wakeup(SystemCalls calls, int eventfd) {
    this.calls = calls;
    this.eventfd = eventfd;
    ErrnoMemory errnos = new ErrnoMemory();
    this.writeErrno = errnos.next();
    this.readErrno = errnos.next();
  }

  static Wakeup open(SystemCalls calls) throws PollerException {
    int eventfd = calls.events().eventfd(0, Constants.EFD_CLOEXEC | Constants.EFD_NONBLOCK);
    if (eventfd < 0) {
      throw Failures.poller("eventfd", eventfd);
    }
    return new Wakeup(calls, eventfd);
  }

  int descriptor() {
    return eventfd;
  }

  /** Has the current or the next wait on the descriptor end. */
  void ask() {
    if (isAsked.get() || !isAsked.compareAndSet(false, true)) {
      return;
    }
    writers.incrementAndGet();
    try {
      int result;
      do {
        result = isClosed ? 0 : calls.bytes().write(eventfd, ONE, 0, ONE.length, writeErrno);
      } while (result == -LinuxErrors.EINTR);
      // EAGAIN means that the counter is at its maximum, so the descriptor is readable.
    } finally {
      writers.decrementAndGet();
    }
  }

  /** Whether a request is under way, so that its event may be among those gathered. */
  boolean isAsked() {
    return isAsked.get();
  }

  /** Takes note that the event was seen, so that the next request writes again. */
  void take() {
    isAsked.set(false);
  }

  /**
   * Like {@link #take}, and makes the descriptor unreadable, for pollers that are level-triggered.
   */
  void drain() {
    int result;
    do {
      result = calls.bytes().read(eventfd, counter, 0, counter.length, readErrno);
    } while (result == -LinuxErrors.EINTR);
    // EAGAIN means that there was nothing to drain. Only now may the next request write: drained
    // after taking, its event would be lost.
    take();
  }

  /** Called once. */
  void close() {
    isClosed = true;
    while (writers.get() > 0) {
      Thread.onSpinWait(); // a write that does not wait
    }
    int unused = calls.descriptors().close(eventfd); // it is gone whatever the result
  }
}
