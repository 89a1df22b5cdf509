// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.packetloom.Cancellation;
import org.packetloom.ConnectorClosedByInterruptException;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.FailureDetail;
import org.packetloom.InterruptPolicy;

/**
 * The calls of one direction of {@link SimulatedDatagrams}, first come, first served, under the
 * waiting contract: deadline, timeout, ambient deadline, interrupts, close.
 *
 * <p>The lock guards all that belongs to the direction. A call enters the line under it; the first
 * one attempts what it is there for, and all others wait. Waiting gives the lock up and parks,
 * until whoever changed something unparks: that comes after the change, which was made under the
 * lock, so that the call sees it as soon as it has the lock again. An unpark that comes before the
 * park has the park return at once.
 */
final class CallLine {
  /** No time at all. */
  static final long NEVER = Long.MAX_VALUE;

  private final SimulatedDatagrams owner;
  private final ReentrantLock lock;

  private final ArrayDeque<Call> calls = new ArrayDeque<>(); // guarded by lock
  private Deadline deadline = Deadline.NONE; // guarded by lock
  private long timeoutNanos; // guarded by lock; 0 for no limit
  private boolean isClosed; // guarded by lock

  /** What a call is there for; asked under the lock. */
  @FunctionalInterface
  interface Attempt<T> {
    /** One attempt; empty for not now. */
    Optional<T> at(long now) throws IOException;

    /** When to attempt again if nothing has changed until then. */
    default long resumeAt() {
      return NEVER;
    }

    /** Bytes moved so far, for a failure. */
    default long bytesMoved() {
      return 0;
    }
  }

  /** A call in the line; belongs to its thread. */
  private static final class Call {
    private final String operation;
    private final Thread thread = Thread.currentThread();
    private final Deadline ambient = Deadline.current();

    /** When it first had to wait, and what interrupts do since then. */
    private boolean hasWaited;

    private long since;
    private Optional<Cancellation> cancellation = Optional.empty();
    private boolean isInterruptDeferred;

    private Call(String operation) {
      this.operation = operation;
    }

    private void noteWait() {
      if (!hasWaited) {
        hasWaited = true;
        since = System.nanoTime();
        cancellation = Cancellation.current();
      }
    }

    private long elapsed() {
      return hasWaited ? System.nanoTime() - since : -1;
    }
  }

  CallLine(SimulatedDatagrams owner, ReentrantLock lock) {
    this.owner = owner;
    this.lock = lock;
  }

  /** Attempts until it succeeds, or once if it may not wait. */
  <T> Optional<T> call(String operation, boolean mayWait, Attempt<T> attempt) throws IOException {
    Call call = new Call(operation);
    lock.lock();
    calls.add(call);
    try {
      ensureOpenNow(operation);
      ensureInTime(call, attempt);
      while (true) {
        boolean isFirst = calls.peek() == call;
        Optional<T> result = isFirst ? attempt.at(System.nanoTime()) : Optional.empty();
        if (result.isPresent() || !mayWait) {
          return result;
        }
        await(call, attempt, isFirst ? attempt.resumeAt() : NEVER);
      }
    } finally {
      calls.remove(call);
      signal();
      lock.unlock();
      if (call.isInterruptDeferred) {
        call.thread.interrupt();
      }
    }
  }

  /** Attempts once, unless others wait. */
  <T> Optional<T> tryCall(String operation, Attempt<T> attempt) throws IOException {
    lock.lock();
    try {
      ensureOpenNow(operation);
      return calls.isEmpty() ? attempt.at(System.nanoTime()) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  void ensureOpen(String operation) throws IOException {
    lock.lock();
    try {
      ensureOpenNow(operation);
    } finally {
      lock.unlock();
    }
  }

  private void ensureOpenNow(String operation) throws IOException {
    if (isClosed) {
      throw new ConnectorClosedException(
          FailureDetail.atOnce(operation, owner.toString(), "closed"));
    }
  }

  private void ensureInTime(Call call, Attempt<?> attempt) throws IOException {
    Deadline due = deadline.earliest(call.ambient);
    if (call.hasWaited && timeoutNanos > 0) {
      due = due.earliest(Deadline.atNanoTime(call.since + timeoutNanos));
    }
    if (due.hasPassed()) {
      throw new ConnectorTimeoutException(detail(call, attempt, "timed out"));
    }
  }

  private FailureDetail detail(Call call, Attempt<?> attempt, String cause) {
    return new FailureDetail(
        call.operation, owner.toString(), cause, 0, call.elapsed(), attempt.bytesMoved());
  }

  /** Waits for a change or a time, by the rules. */
  private void await(Call call, Attempt<?> attempt, long resumeAt) throws IOException {
    call.noteWait();
    ensureInTime(call, attempt);
    answerInterrupt(call, attempt);
    long nanos = parkNanos(call, resumeAt);
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
    if (isClosed) {
      throw new ConnectorClosedWhileWaitingException(
          detail(call, attempt, "closed by another thread"));
    }
  }

  private long parkNanos(Call call, long resumeAt) {
    Deadline due = deadline.earliest(call.ambient);
    if (timeoutNanos > 0) {
      due = due.earliest(Deadline.atNanoTime(call.since + timeoutNanos));
    }
    if (resumeAt != NEVER) {
      due = due.earliest(Deadline.atNanoTime(resumeAt));
    }
    return due.isLimited() ? due.nanoTime() - System.nanoTime() : NEVER;
  }

  private void answerInterrupt(Call call, Attempt<?> attempt) throws IOException {
    if (call.cancellation.isEmpty()) {
      if (call.thread.isInterrupted()) {
        obey(call, attempt, Optional.empty());
      }
      return;
    }
    Cancellation cancellation = call.cancellation.get();
    if (call.thread.isInterrupted()) {
      putOff(call);
      cancellation.request(call.thread);
    }
    if (cancellation.failure().isPresent()) {
      obey(call, attempt, cancellation.failure());
    }
  }

  private static void putOff(Call call) {
    call.isInterruptDeferred |= Thread.interrupted();
  }

  private void obey(Call call, Attempt<?> attempt, Optional<Throwable> cause) throws IOException {
    InterruptPolicy policy = owner.interruptPolicy().forCaller();
    if (policy == InterruptPolicy.DEFER) {
      putOff(call);
      return;
    }
    IOException failure;
    if (policy == InterruptPolicy.CLOSE) {
      failure =
          new ConnectorClosedByInterruptException(detail(call, attempt, "closed by interrupt"));
      closeOwner(failure);
    } else {
      failure = new ConnectorInterruptedException(detail(call, attempt, "interrupted"));
    }
    cause.ifPresent(failure::addSuppressed);
    throw failure;
  }

  /** Gives the lock up: closing takes those of both directions. */
  private void closeOwner(IOException failure) {
    lock.unlock();
    try {
      owner.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    } finally {
      lock.lock();
    }
  }

  /** Has the first call look again; under the lock. */
  void signal() {
    Call first = calls.peek();
    if (first != null) {
      LockSupport.unpark(first.thread);
    }
  }

  private void signalAll() {
    calls.forEach(call -> LockSupport.unpark(call.thread));
  }

  void deadline(Deadline changed) {
    lock.lock();
    try {
      deadline = Objects.requireNonNull(changed, "deadline");
      signalAll();
    } finally {
      lock.unlock();
    }
  }

  void timeout(Duration changed) {
    if (changed.isNegative()) {
      throw new IllegalArgumentException("timeout " + changed + " is negative");
    }
    lock.lock();
    try {
      boolean isLong = changed.compareTo(Duration.ofNanos(Long.MAX_VALUE / 2)) > 0;
      timeoutNanos = isLong ? 0 : changed.toNanos();
      signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether there are no more calls; under the lock. */
  boolean isClosed() {
    return isClosed;
  }

  /** Ends all calls; under the lock. */
  void close() {
    isClosed = true;
    signalAll();
  }
}
