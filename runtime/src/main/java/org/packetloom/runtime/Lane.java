// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.packetloom.Cancellation;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.runtime.flight.Recorder;

/**
 * The waiting rules of one direction: deadline, rolling timeout, ambient deadline, interrupts,
 * close. It is itself the waiter of whoever holds the turn.
 *
 * <p><b>Announce, re-check, park.</b> A waiter stores its thread, then looks at the condition, the
 * owner's state and the deadlines, then parks. Whoever changes one of these does so first and then
 * loads the waiter's thread and unparks it. All are volatile, so either the waiter sees the change
 * or the changer sees the waiter; an unpark that comes before the park makes the park return at
 * once. A wake-up is never taken for a reason: the loop looks at everything again.
 */
final class Lane extends Waiter implements Condition {
  // what a look at a wait finds
  private static final int NOTHING = 0;
  private static final int CONDITION = 1;
  private static final int OTHER = 2;

  private static final VarHandle TERMS;

  static {
    try {
      TERMS = MethodHandles.lookup().findVarHandle(Lane.class, "terms", Terms.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final LaneOwner owner;
  private final byte direction; // as small as it fits

  /** What was set for all calls, null if nothing was; made once, by any thread, through TERMS. */
  private volatile @Nullable Terms terms;

  Lane(LaneOwner owner, int direction) {
    this.owner = owner;
    this.direction = (byte) direction;
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
    if (!changed.isLimited() && terms == null) {
      return false;
    }
    Terms own = terms();
    long before = own.deadline;
    long after = owner.timers().at(changed);
    own.deadline = after;
    if (after != Timeout.NEVER) {
      owner.limited(direction);
    }
    return after < before;
  }

  /** Changes the timeout; waits that are in progress have to be told. */
  void timeoutNanos(long nanos) {
    if (nanos != 0 || terms != null) {
      terms().timeoutNanos = nanos;
    }
  }

  private Terms terms() {
    Terms known = terms;
    if (known != null) {
      return known;
    }
    Terms made = new Terms();
    Terms before = (Terms) TERMS.compareAndExchange(this, null, made);
    return before == null ? made : before;
  }

  /** When waits end by what was set for all calls, NEVER if they do not. */
  long deadline() {
    Terms known = terms;
    return known == null ? Timeout.NEVER : known.deadline;
  }

  /** Whether the turn's holder, out of time by its timeout alone, may look again: once a call. */
  boolean tryLookAgain() {
    boolean isFirst = !hasLookedAgain;
    hasLookedAgain = true;
    return isFirst && Math.min(ambient(), deadline()) > owner.timers().now();
  }

  /** Nanoseconds that one wait may take, 0 for no limit. */
  long timeoutNanos() {
    Terms known = terms;
    return known == null ? 0 : known.timeoutNanos;
  }

  /** Puts back what was set for all calls; nobody waits at this moment but the caller. */
  void restore(long deadline, long timeoutNanos) {
    if (terms != null || deadline != Timeout.NEVER || timeoutNanos != 0) {
      terms().deadline = deadline;
      terms().timeoutNanos = timeoutNanos;
    }
  }

  /** Whether the turn's holder waits, as far as can be told from outside. */
  boolean isAwaited() {
    return thread() != null;
  }

  /**
   * Begins a call of the turn's holder or of a waiter that queues for it. The former may leave this
   * out if there is no deadline, of the direction or around it.
   */
  void begin(Waiter waiter, String operation) throws IOException {
    uses(waiter);
    waiter.begin(owner.timers());
    long due = Math.min(waiter.ambient(), deadline());
    if (due != Timeout.NEVER && due <= owner.timers().now()) {
      throw Failures.timeout(operation, owner.endpoints(direction), -1, 0);
    }
  }

  private void uses(Waiter waiter) {
    if (waiter == this) {
      owner.usesWaiter(direction);
    }
  }

  /**
   * Ends a call: an interrupt that was put off is made good, and the waiter is as if it had never
   * been used.
   */
  void end(Waiter waiter) {
    boolean isInterruptDue = waiter.isInterruptDeferred;
    if (waiter.since != 0) {
      recordIfSlow(waiter);
    }
    waiter.reset();
    if (isInterruptDue) {
      Thread.currentThread().interrupt();
    }
  }

  private void recordIfSlow(Waiter waiter) {
    long slow = Recorder.current().slowNanos();
    long waited = slow == Recorder.NEVER ? 0 : elapsed(waiter); // no clock for nothing
    if (waited >= slow) {
      Recorder.current().slow(waiter.operation, owner.endpoints(direction), waited);
    }
  }

  /** Waits until the condition holds, or throws. */
  void await(Waiter waiter, Condition condition, String operation, long moved) throws IOException {
    waiter.announce(Thread.currentThread());
    if (!awaitPlainly(waiter, condition, operation)) {
      await(waiter, condition, operation, moved, Timeout.NEVER);
    }
  }

  /**
   * Waits until the condition holds, or something else asks for a closer look. The same as the wait
   * below, for the ordinary case. Its frame is part of every connection that waits, and is copied
   * twice each time: so it keeps next to nothing while it is parked, and leaves looking to another.
   * The waiter has been announced.
   *
   * @return whether the condition holds, and nothing stands against going on
   */
  boolean awaitPlainly(Waiter waiter, Condition condition, String operation) {
    noteFirstWait(waiter, operation);
    int found = look(waiter, condition);
    while (found == NOTHING) {
      LockSupport.park(owner);
      found = look(waiter, condition);
    }
    waiter.leave();
    waiter.disarm();
    return found == CONDITION;
  }

  /** What there is to say about a wait: the condition holds, or nothing yet, or anything else. */
  private int look(Waiter waiter, Condition condition) {
    if (owner.isClosed()
        || waiter.cancellation() != null
        || Thread.currentThread().isInterrupted()) {
      return OTHER;
    }
    if (condition.holds()) {
      return CONDITION;
    }
    long due = due(waiter);
    if (due == Timeout.NEVER) {
      return NOTHING;
    }
    // a wait that begins knows the time, if it has a timeout
    boolean isKnown = waiter.rollsFrom != 0 && !waiter.isArmed();
    long now = isKnown ? waiter.rollsFrom : owner.timers().now();
    if (due <= now) {
      return OTHER;
    }
    waiter.arm(due, owner.timers());
    return NOTHING;
  }

  /**
   * Waits until the condition holds or a time has come, or throws.
   *
   * @return whether the condition holds
   */
  boolean await(Waiter waiter, Condition condition, String operation, long moved, long resumeAt)
      throws IOException {
    Thread me = Thread.currentThread();
    noteFirstWait(waiter, operation);
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
        }
        boolean isInterrupted = me.isInterrupted();
        if (isInterrupted || waiter.cancellation() != null) {
          answerInterrupt(me, waiter, operation, moved);
        }
        if (!isInterrupted) { // one that was put off may be what the condition is about
          LockSupport.park(owner);
        }
      }
    } finally {
      waiter.leave();
      waiter.disarm();
    }
  }

  /**
   * Waits for an event whatever the rules say; whether an interrupt came, which is then cleared.
   */
  boolean awaitEvent(Condition condition) {
    boolean wasInterrupted = Thread.interrupted();
    announce(Thread.currentThread());
    while (!condition.holds()) {
      LockSupport.park(owner);
      wasInterrupted |= Thread.interrupted();
    }
    leave();
    return wasInterrupted;
  }

  private IOException closed(Waiter waiter, String operation, long moved) {
    String endpoints = owner.endpoints(direction);
    return waiter.hasClosed
        ? Failures.closedByInterrupt(operation, endpoints, elapsed(waiter), moved)
        : Failures.closedMeanwhile(operation, endpoints, elapsed(waiter), moved);
  }

  /** Takes note of when it began to wait, and of what an interrupt is to do. */
  private void noteFirstWait(Waiter waiter, String operation) {
    boolean isRolling = timeoutNanos() != 0;
    if (isRolling && waiter.rollsFrom == 0) {
      waiter.rollsFrom = Math.max(1, owner.timers().now());
    }
    if (waiter.since == 0) {
      uses(waiter);
      waiter.since = isRolling ? waiter.rollsFrom : Math.max(1, beginning(waiter));
      Optional<Cancellation> current = Cancellation.current();
      if (current.isPresent()) {
        waiter.cancelBy(current.get());
      }
      waiter.operation = operation;
    }
  }

  /** The time, exact if it matters for more than what people are told. */
  private long beginning(Waiter waiter) {
    boolean isTimed = terms != null || waiter.ambient() != Timeout.NEVER;
    boolean isExact = isTimed || Recorder.current().slowNanos() != Recorder.NEVER;
    return isExact ? owner.timers().now() : owner.timers().roughly();
  }

  /** Nanoseconds until a call has to end, NEVER for no limit; its first wait begins with this. */
  long left(Waiter waiter, String operation) {
    noteFirstWait(waiter, operation);
    long due = due(waiter);
    return due == Timeout.NEVER ? due : Math.max(0, due - owner.timers().now());
  }

  private long due(Waiter waiter) {
    long ambient = waiter.ambient();
    Terms known = terms;
    if (known == null) {
      return ambient;
    }
    long due = Math.min(known.deadline, ambient);
    long timeout = known.timeoutNanos;
    if (timeout == 0) {
      return due;
    }
    // one that was set meanwhile counts from the beginning too, which is known roughly
    long from = waiter.rollsFrom == 0 ? waiter.since + Timers.ROUGH_NANOS : waiter.rollsFrom;
    return Math.min(due, from + timeout);
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
   * Which thread waits, since when, and how long it may; empty if none does. Looks at the waiter's
   * fields from outside: what it says may be a moment old.
   */
  Optional<Parked> parked(Waiter waiter) {
    Thread waiting = waiter.thread();
    if (waiting == null) {
      return Optional.empty();
    }
    return Optional.of(Parked.of(waiting, waiter.since, due(waiter), owner.timers().now()));
  }

  private void answerInterrupt(Thread me, Waiter waiter, String operation, long moved)
      throws IOException {
    Cancellation cancellation = waiter.cancellation();
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
    InterruptPolicy policy = owner.interruptPolicy().forCaller();
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
