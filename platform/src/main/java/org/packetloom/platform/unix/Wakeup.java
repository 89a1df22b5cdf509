// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.packetloom.platform.PollerException;

/**
 * An eventfd or a pipe that ends a wait, from any thread; many requests cost one write.
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
public final class Wakeup {
  private static final byte[] ONE = {1, 0, 0, 0, 0, 0, 0, 0};

  private final UnixCalls calls;
  private final int reading;
  private final int writing; // the same for an eventfd
  private final AtomicBoolean isAsked = new AtomicBoolean();
  private final AtomicInteger writers = new AtomicInteger();
  private final Errno writeErrno; // the writers', all of whom may only get the same EAGAIN
  private final Errno readErrno; // the runner's
  private final byte[] counter = new byte[Long.BYTES]; // the runner's
  private volatile boolean isClosed;

  private Wakeup(UnixCalls calls, int reading, int writing) {
    this.calls = calls;
    this.reading = reading;
    this.writing = writing;
    ErrnoMemory errnos = new ErrnoMemory();
    this.writeErrno = errnos.next();
    this.readErrno = errnos.next();
  }

  public static Wakeup open(UnixCalls calls) throws PollerException {
    int[] two = new int[2];
    int result = calls.polls().wakeup(two);
    if (result < 0) {
      throw calls.system().errors().poller("wakeup", result);
    }
    return new Wakeup(calls, two[0], two[1]);
  }

  public int descriptor() {
    return reading;
  }

  /** Has the current or the next wait on the descriptor end. */
  public void ask() {
    if (isAsked.get() || !isAsked.compareAndSet(false, true)) {
      return;
    }
    writers.incrementAndGet();
    try {
      int result;
      do {
        result = isClosed ? 0 : calls.bytes().write(writing, ONE, 0, ONE.length, writeErrno);
      } while (result == -UnixErrors.EINTR);
      // EAGAIN means that the counter or the pipe is full, so the descriptor is readable.
    } finally {
      writers.decrementAndGet();
    }
  }

  /** Whether a request is under way, so that its event may be among those gathered. */
  public boolean isAsked() {
    return isAsked.get();
  }

  /** Takes note that the event was seen, so that the next request writes again. */
  public void take() {
    isAsked.set(false);
  }

  /**
   * Like {@link #take}, and makes the descriptor unreadable, for pollers that are level-triggered.
   */
  public void drain() {
    int result;
    do {
      result = calls.bytes().read(reading, counter, 0, counter.length, readErrno);
    } while (result == -UnixErrors.EINTR);
    // EAGAIN means that there was nothing to drain. Only now may the next request write: drained
    // after taking, its event would be lost.
    take();
  }

  /** Called once. */
  public void close() {
    isClosed = true;
    while (writers.get() > 0) {
      Thread.onSpinWait(); // a write that does not wait
    }
    int unused = calls.descriptors().close(reading); // it is gone whatever the result
    if (writing != reading) {
      unused = calls.descriptors().close(writing);
    }
  }
}
