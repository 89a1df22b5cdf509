// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.packetloom.Cancellation;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;

/**
 * The waiting rules of one direction: deadline, rolling timeout, ambient deadline, interrupts,
 * close.
 *
 * <p><b>Announce, re-check, park.</b> A waiter stores its thread, then looks at the condition, the
 * owner's state and the deadlines, then parks. Whoever changes one of these does so first and then
 * loads the waiter's thread and unparks it. All are volatile, so either the waiter sees the change
 * or the changer sees the waiter; an unpark that comes before the park makes the park return at
 * once. A wake-up is never taken for a reason: the loop looks at everything again.
 */
final class Lane implements Condition {
  private final LaneOwner owner;
  private final int direction;

  /** The waiter of whoever holds the turn. */
  final Waiter head = new Waiter();

  /** When waits end, NEVER if they do not; written by any thread. */
  private volatile long deadline = Timeout.NEVER;

  /** Nanoseconds that one wait may take, 0 for no limit; written by any thread. */
  private volatile long timeoutNanos;

  Lane(LaneOwner owner, int direction) {
    this.owner = owner;
    this.direction = direction;
  }

  int direction() {
    return direction;
  }

  /** Whether its direction is ready, as the owner has it. */
  @Override
  public boolean holds() {
    return owner.isReady(direction);
  }

  /** Changes the deadline; returns whether waits that are in progress have to be told. */
  boolean deadline(Deadline changed) {
    long before = deadline;
    long after = changed.isLimited() ? owner.timers().at(changed.nanoTime()) : Timeout.NEVER;
    deadline = after;
    if (after != Timeout.NEVER) {
      owner.limited(direction);
    }
    return after < before;
  }

  /** Changes the timeout; waits that are in progress have to be told. */
  void timeoutNanos(long nanos) {
    timeoutNanos = nanos;
  }

  /** Whether the turn's holder waits, as far as can be told from outside. */
  boolean isAwaited() {
    return head.thread() != null;
  }

  /**
   * Begins a call of the turn's holder or of a waiter that queues for it. The former may leave this
   * out if there is no deadline, of the direction or around it.
   */
  void begin(Waiter waiter, String operation) throws IOException {
    uses(waiter);
    waiter.begin(owner.timers());
    if (waiter.ambient != Timeout.NEVER || deadline != Timeout.NEVER) {
      if (Math.min(waiter.ambient, deadline) <= owner.timers().now()) {
        throw Failures.timeout(operation, owner.endpoints(direction), -1, 0);
      }
    }
  }

  private void uses(Waiter waiter) {
    if (waiter == head) {
      owner.usesWaiter(direction);
    }
  }

  /**
   * Ends a call: an interrupt that was put off is made good, and the waiter is as if it had never
   * been used.
   */
  static void end(Waiter waiter) {
    boolean isInterruptDue = waiter.isInterruptDeferred;
    waiter.reset();
    if (isInterruptDue) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until the condition holds, or throws. */
  void await(Waiter waiter, Condition condition, String operation, long moved) throws IOException {
    if (!awaitPlainly(waiter, condition)) {
      await(waiter, condition, operation, moved, Timeout.NEVER);
    }
  }

  /**
   * Waits until the condition holds, or something else asks for a closer look. The same as the wait
   * below, for the ordinary case, in so few lines that the compiler puts them into the caller: each
   * frame of a thread that waits is copied twice.
   *
   * @return whether the condition holds, and nothing stands against going on
   */
  private boolean awaitPlainly(Waiter waiter, Condition condition) {
    long now = firstWait(waiter);
    boolean isDone = false;
    boolean isArmed = false;
    Thread me = Thread.currentThread();
    waiter.announce(me);
    while (!owner.isClosed() && waiter.cancellation == null && !me.isInterrupted()) {
      if (condition.holds()) {
        isDone = true;
        break;
      }
      long due = due(waiter);
      if (due != Timeout.NEVER) {
        if (due <= now) {
          break;
        }
        waiter.arm(due, owner.timers());
        isArmed = true;
      }
      LockSupport.park(owner);
      now = isArmed ? owner.timers().now() : now;
    }
    waiter.leave();
    if (isArmed) {
      waiter.disarm();
    }
    return isDone;
  }

  /**
   * Waits until the condition holds or a time has come, or throws.
   *
   * @return whether the condition holds
   */
  boolean await(Waiter waiter, Condition condition, String operation, long moved, long resumeAt)
      throws IOException {
    Thread me = Thread.currentThread();
    long unused = firstWait(waiter);
    boolean isArmed = false;
    waiter.announce(me);
    try {
      while (true) {
        // first, so that nobody goes on writing, or takes over the turn, after close
        if (owner.isClosed()) {
          throw closed(waiter, operation, moved);
        }
        if (condition.holds()) {
          return true;
        }
        long due = Math.min(resumeAt, due(waiter));
        if (due != Timeout.NEVER) {
          if (due <= owner.timers().now()) {
            return endOfTime(waiter, due == resumeAt, operation, moved);
          }
          waiter.arm(due, owner.timers());
          isArmed = true;
        }
        if (me.isInterrupted() || waiter.cancellation != null) {
          answerInterrupt(me, waiter, operation, moved);
        }
        LockSupport.park(owner);
      }
    } finally {
      waiter.leave();
      if (isArmed) {
        waiter.disarm();
      }
    }
  }

  /**
   * Waits for an event whatever the rules say; whether an interrupt came, which is then cleared.
   */
  boolean awaitEvent(Condition condition) {
    boolean wasInterrupted = Thread.interrupted();
    head.announce(Thread.currentThread());
    while (!condition.holds()) {
      LockSupport.park(owner);
      wasInterrupted |= Thread.interrupted();
    }
    head.leave();
    return wasInterrupted;
  }

  private IOException closed(Waiter waiter, String operation, long moved) {
    String endpoints = owner.endpoints(direction);
    return waiter.hasClosed
        ? Failures.closedByInterrupt(operation, endpoints, elapsed(waiter), moved)
        : Failures.closedMeanwhile(operation, endpoints, elapsed(waiter), moved);
  }

  /** Takes note of when it began; returns when that was, or any time since. */
  private long firstWait(Waiter waiter) {
    long now = waiter.rollsFrom;
    if (now == 0) {
      now = Math.max(1, owner.timers().now());
      waiter.rollsFrom = now;
    }
    if (waiter.since == 0) {
      uses(waiter);
      waiter.since = waiter.rollsFrom;
      Optional<Cancellation> current = Cancellation.current();
      waiter.cancellation = current.isPresent() ? current.get() : null;
    }
    return now;
  }

  private long due(Waiter waiter) {
    long due = Math.min(deadline, waiter.ambient);
    long timeout = timeoutNanos;
    return timeout == 0 ? due : Math.min(due, waiter.rollsFrom + timeout);
  }

  private boolean endOfTime(Waiter waiter, boolean isResumed, String operation, long moved)
      throws IOException {
    if (isResumed) {
      return false;
    }
    throw Failures.timeout(operation, owner.endpoints(direction), elapsed(waiter), moved);
  }

  /** Nanoseconds since the call first had to wait, −1 if it has not. */
  long elapsed(Waiter waiter) {
    return waiter.since == 0 ? -1 : owner.timers().now() - waiter.since;
  }

  /**
   * Words for people who holds the turn and waits, and for how long it may; an empty text if nobody
   * waits. Looks at the waiter's fields from outside: what it says may be a moment old.
   */
  String describe(String operation) {
    Thread waiting = head.thread();
    if (waiting == null) {
      return "";
    }
    String name = waiting.getName().isEmpty() ? "#" + waiting.threadId() : waiting.getName();
    long now = owner.timers().now();
    long due = due(head);
    String left = due == Timeout.NEVER ? "" : ", " + millis(due - now) + " left";
    return ", " + operation + " waits in " + name + " for " + millis(now - head.since) + left;
  }

  private static String millis(long nanos) {
    return Math.max(0, nanos / 1_000_000) + " ms";
  }

  private void answerInterrupt(Thread me, Waiter waiter, String operation, long moved)
      throws IOException {
    Cancellation cancellation = waiter.cancellation;
    if (me.isInterrupted()) {
      if (cancellation == null) {
        obey(waiter, Optional.empty(), operation, moved);
        return;
      }
      putOff(waiter);
      cancellation.request(me);
    }
    if (cancellation != null && cancellation.failure().isPresent()) {
      obey(waiter, cancellation.failure(), operation, moved);
    }
  }

  private static void putOff(Waiter waiter) {
    if (Thread.interrupted()) {
      waiter.isInterruptDeferred = true;
    }
  }

  private void obey(Waiter waiter, Optional<Throwable> cause, String operation, long moved)
      throws IOException {
    InterruptPolicy policy = owner.interruptPolicy();
    if (policy == InterruptPolicy.DEFER) {
      putOff(waiter);
      return;
    }
    String endpoints = owner.endpoints(direction);
    IOException failure;
    if (policy == InterruptPolicy.CLOSE) {
      waiter.hasClosed = true;
      failure = Failures.closedByInterrupt(operation, endpoints, elapsed(waiter), moved);
      try {
        owner.closeByInterrupt();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    } else {
      failure = Failures.interrupted(operation, endpoints, elapsed(waiter), moved);
    }
    cause.ifPresent(failure::addSuppressed);
    throw failure;
  }
}
