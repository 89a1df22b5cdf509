// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.packetloom.Cancellation;
import org.packetloom.ConnectorClosedByInterruptException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.FailureDetail;
import org.packetloom.InterruptPolicy;

/**
 * Threads that wait for the same, first come, first served, under the waiting contract: deadline,
 * timeout, ambient deadline, interrupts, end.
 *
 * <p>The lock guards the line and whatever is waited for. Only the first one attempts. Waiting
 * gives the lock up and parks; whoever changes something does so under the lock and then unparks:
 * the waiter sees the change as soon as it has the lock again, and an unpark that comes before the
 * park has the park return at once. Whoever leaves wakes the next.
 *
 * <p>A call that need not wait costs no object: callers ask {@link #begin} and {@link #isEmpty},
 * attempt for themselves, and come here if that got them nothing.
 */
final class Line {
  private static final long NEVER = Long.MAX_VALUE;

  private final ReentrantLock lock;
  private final Terms terms;
  private final Owner owner;

  /** Null until somebody waits; guarded by lock. */
  private ArrayDeque<Waiter> waiters;

  /** What the threads wait in. */
  interface Owner {
    /** Throws if there is nothing to wait for any more; the lock is held. */
    void ensureNotEnded(String operation, long elapsedNanos) throws IOException;

    /** What an interrupt does. */
    InterruptPolicy interruptPolicy();

    /** An interrupt closes it; the lock is not held. */
    void closeByInterrupt();

    /** Unparks a thread, at once or as soon as the lock is free; the lock is held. */
    default void wake(Thread thread) {
      LockSupport.unpark(thread);
    }
  }

  /** What a call is there for; asked with the lock held. */
  @FunctionalInterface
  interface Attempt<T> {
    /** One attempt; null for not now. */
    T attempt() throws IOException;
  }

  /** A call in the line; belongs to its thread. */
  private static final class Waiter {
    private final String operation;
    private final Thread thread = Thread.currentThread();
    private final Deadline ambient = Deadline.current();
    private final long since = System.nanoTime();
    private final Optional<Cancellation> cancellation = Cancellation.current();
    private boolean isInterruptDeferred;

    private Waiter(String operation) {
      this.operation = operation;
    }

    private long elapsed() {
      return System.nanoTime() - since;
    }
  }

  Line(ReentrantLock lock, Terms terms, Owner owner) {
    this.lock = lock;
    this.terms = terms;
    this.owner = owner;
  }

  /** Throws if a deadline has passed. */
  void begin(String operation) throws IOException {
    if (terms.deadline.hasPassed() || Deadline.current().hasPassed()) {
      throw new ConnectorTimeoutException(detail(operation, "timed out", -1));
    }
  }

  /** Whether nobody waits. */
  boolean isEmpty() {
    return waiters == null || waiters.isEmpty();
  }

  /** Attempts until it succeeds; the lock is held once, and given up while waiting. */
  <T> T await(String operation, Attempt<T> attempt) throws IOException {
    var waiter = new Waiter(operation);
    if (waiters == null) {
      waiters = new ArrayDeque<>(2);
    }
    waiters.add(waiter);
    try {
      while (true) {
        T result = waiters.peek() == waiter ? attempt.attempt() : null;
        if (result != null) {
          return result;
        }
        owner.ensureNotEnded(operation, waiter.elapsed());
        ensureInTime(waiter);
        answerInterrupt(waiter);
        park(waiter);
      }
    } finally {
      waiters.remove(waiter);
      signalFirst();
      if (waiter.isInterruptDeferred) {
        waiter.thread.interrupt();
      }
    }
  }

  private FailureDetail detail(String operation, String cause, long elapsed) {
    return new FailureDetail(operation, owner.toString(), cause, 0, elapsed, 0);
  }

  private FailureDetail detail(Waiter waiter, String cause) {
    return detail(waiter.operation, cause, waiter.elapsed());
  }

  private Deadline due(Waiter waiter) {
    Deadline due = terms.deadline.earliest(waiter.ambient);
    return terms.timeoutNanos == 0
        ? due
        : due.earliest(Deadline.atNanoTime(waiter.since + terms.timeoutNanos));
  }

  private void ensureInTime(Waiter waiter) throws IOException {
    if (due(waiter).hasPassed()) {
      throw new ConnectorTimeoutException(detail(waiter, "timed out"));
    }
  }

  private void park(Waiter waiter) {
    Deadline due = due(waiter);
    long nanos = due.isLimited() ? due.nanoTime() - System.nanoTime() : NEVER;
    lock.unlock();
    try {
      if (nanos == NEVER) {
        LockSupport.park(owner);
      } else if (nanos > 0) {
        LockSupport.parkNanos(owner, nanos);
      }
    } finally {
      lock.lock();
    }
  }

  private void answerInterrupt(Waiter waiter) throws IOException {
    if (waiter.cancellation.isEmpty()) {
      if (waiter.thread.isInterrupted()) {
        obey(waiter, Optional.empty());
      }
      return;
    }
    Cancellation cancellation = waiter.cancellation.get();
    if (waiter.thread.isInterrupted()) {
      putOff(waiter);
      cancellation.request(waiter.thread);
    }
    if (cancellation.failure().isPresent()) {
      obey(waiter, cancellation.failure());
    }
  }

  private static void putOff(Waiter waiter) {
    waiter.isInterruptDeferred |= Thread.interrupted();
  }

  private void obey(Waiter waiter, Optional<Throwable> cause) throws IOException {
    InterruptPolicy policy = owner.interruptPolicy().forCaller();
    if (policy == InterruptPolicy.DEFER) {
      putOff(waiter);
      return;
    }
    IOException failure;
    if (policy == InterruptPolicy.CLOSE) {
      failure = new ConnectorClosedByInterruptException(detail(waiter, "closed by interrupt"));
      closeOwner();
    } else {
      failure = new ConnectorInterruptedException(detail(waiter, "interrupted"));
    }
    cause.ifPresent(failure::addSuppressed);
    throw failure;
  }

  private void closeOwner() {
    lock.unlock();
    try {
      owner.closeByInterrupt();
    } finally {
      lock.lock();
    }
  }

  /** Has the first one attempt again. */
  void signalFirst() {
    if (!isEmpty()) {
      owner.wake(waiters.peek().thread);
    }
  }

  /** Has all look again: the terms have changed, or there is nothing to wait for any more. */
  void signalAll() {
    if (!isEmpty()) {
      waiters.forEach(waiter -> LockSupport.unpark(waiter.thread));
    }
  }
}
