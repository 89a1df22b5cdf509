// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What goes on in one direction of a {@link UringTransfer}.
 *
 * <p>Its user is whoever has the turn of the direction, its runner the one of the poller. All of
 * their agreement is one word, {@code state}:
 *
 * <pre>
 *   phase      IDLE        nothing; the user may move it to PREPARED
 *              PREPARED    to be submitted; the runner may move it to SUBMITTED, the user to IDLE
 *              SUBMITTED   with the kernel, or about to be; the runner may move it to DONE, or to
 *                          IDLE if there is no outcome to take
 *              DONE        the outcome waits; the user moves it to IDLE
 *   LINKED     in the poller's inbox; set by the user, who then puts it there; cleared by the runner
 *   CANCELLED  to be cancelled; set by the user in SUBMITTED, cleared by the user with the outcome
 * </pre>
 *
 * A receive that goes on brings bytes while it is SUBMITTED, which lie in {@link UringArrivals}.
 * Its end leads to DONE if it brings an outcome of its own, and otherwise to IDLE; bytes may be
 * unread then.
 *
 * <p>The fields of the request are the user's while IDLE, and the runner's from the move to
 * SUBMITTED on; those of the outcome are the runner's until DONE, and then the user's. {@code next}
 * belongs to whoever sets LINKED, then to the inbox, until the runner clears LINKED.
 */
final class UringOperation extends UringArrivals {
  /** Kinds: tells readiness. */
  static final int POLL = 0;

  /** Kinds: receives bytes into a buffer of the poller. */
  static final int RECEIVE = 1;

  /** Kinds: sends bytes of a buffer of the poller. */
  static final int SEND = 2;

  /** Kinds: tells readiness at each change, until it was cancelled. */
  static final int POLL_CHANGES = 3;

  /** Kinds: the same, and goes on telling: see {@link UringKinds}. */
  static final int POLL_STAYING = 4;

  /** Kinds: receives bytes into buffers of the poller, and goes on until it is cancelled. */
  static final int RECEIVE_STAYING = 5;

  /** What the runner has to do: nothing. */
  static final int NOTHING = 0;

  /** What the runner has to do: submit it. */
  static final int SUBMIT = 1;

  /** What the runner has to do: submit a request that cancels it. */
  static final int CANCEL = 2;

  private static final int IDLE = 0;
  private static final int PREPARED = 1;
  private static final int SUBMITTED = 2;
  private static final int DONE = 3;
  private static final int PHASE = 3;
  private static final int LINKED = 4;
  private static final int CANCELLED = 8;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(UringOperation.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final UringTransfer transfer;
  private final int direction;

  private volatile int state;

  private int kind;
  private int buffer; // to send from, or received into; −1 for none
  private int length; // to send, the most to receive, or the events to poll for
  private int result;
  private int taken; // of the bytes received

  UringOperation(UringTransfer transfer, int direction) {
    this.transfer = transfer;
    this.direction = direction;
  }

  UringTransfer transfer() {
    return transfer;
  }

  int direction() {
    return direction;
  }

  int kind() {
    return kind;
  }

  /** Whether it tells readiness, and has no outcome to take. */
  boolean isPoll() {
    return kind == POLL || kind == POLL_CHANGES || kind == POLL_STAYING;
  }

  /** Whether it is told of without coming to its end. */
  boolean isStaying() {
    return kind == POLL_STAYING;
  }

  /** Whether it brings bytes without coming to its end; to be asked after what phase it is in. */
  boolean isReceiving() {
    return kind == RECEIVE_STAYING;
  }

  int buffer() {
    return buffer;
  }

  int length() {
    return length;
  }

  // ---- the user's

  boolean isIdle() {
    return (state & PHASE) == IDLE;
  }

  boolean isDone() {
    return (state & PHASE) == DONE;
  }

  boolean isSubmitted() {
    return (state & PHASE) == SUBMITTED;
  }

  /** Whether the runner or the kernel have to do with it. */
  boolean isUnderWay() {
    int phase = state & PHASE;
    return phase == PREPARED || phase == SUBMITTED;
  }

  /** Whether it brings bytes from now on, asked for or not, until it is cancelled. */
  boolean isGoingOn() {
    return isUnderWay() && isReceiving();
  }

  /** From IDLE: asks for something; whether it has to be put into the inbox. */
  boolean prepare(int newKind, int newBuffer, int newLength) {
    kind = newKind;
    buffer = newBuffer;
    length = newLength;
    taken = 0;
    result = 0;
    if (state == IDLE) { // and not LINKED: nobody else looks at it
      STATE.setRelease(this, PREPARED | LINKED);
      return true;
    }
    while (true) {
      int seen = state;
      if (STATE.compareAndSet(this, seen, seen & ~(PHASE | CANCELLED) | PREPARED | LINKED)) {
        return (seen & LINKED) == 0;
      }
    }
  }

  /** Takes back what was asked for; false if it is too late. */
  private boolean withdraw() {
    while (true) {
      int seen = state;
      if ((seen & PHASE) != PREPARED) {
        return false;
      }
      if (STATE.compareAndSet(this, seen, seen & ~PHASE | IDLE)) {
        return true;
      }
    }
  }

  /**
   * From SUBMITTED, unless done by now: whether it has to be put into the inbox, to be cancelled.
   */
  boolean cancel() {
    while (true) {
      int seen = state;
      if ((seen & PHASE) != SUBMITTED || (seen & CANCELLED) != 0) {
        return false;
      }
      if (STATE.compareAndSet(this, seen, seen | CANCELLED | LINKED)) {
        return (seen & LINKED) == 0;
      }
    }
  }

  /** The result of a DONE one: a count, or the negated error number. */
  int result() {
    return result;
  }

  /** Whether there are bytes received, no more than so many, none of which was taken. */
  boolean isUntouched(int most) {
    return isDone() && taken == 0 && result > 0 && result <= most;
  }

  /** Whether there may be more than the buffer that was received into could hold. */
  boolean isCut() {
    return result == ReceiveBuffers.SIZE;
  }

  /** Bytes received that were not taken yet. */
  int left() {
    return result - taken;
  }

  /** How many of the bytes received were taken. */
  int taken() {
    return taken;
  }

  /** Takes some of the bytes received; whether these were the last. */
  boolean take(int count) {
    taken += count;
    return taken >= result;
  }

  /** Ends it if the runner has not come to it yet. */
  boolean tryWithdraw(UringPoller poller) {
    if (!withdraw()) {
      return false;
    }
    if (kind == SEND) {
      poller.toSend().give(buffer);
    }
    return true;
  }

  /** Ends it, whatever its outcome, as far as that can be done at once; whether it is over. */
  boolean tryDrop(UringPoller poller) {
    if (tryWithdraw(poller)) {
      return true;
    }
    if (isDone()) {
      drop(poller);
      return true;
    }
    return isIdle();
  }

  /** From DONE: the outcome was taken, or nobody wants it; its buffer goes back. */
  void drop(UringPoller poller) {
    if (kind == SEND) {
      poller.toSend().give(buffer);
    } else if (buffer >= 0) {
      poller.received().giveBack(buffer);
    }
    if ((state & LINKED) == 0) { // the runner has no more to do with it
      STATE.setRelease(this, IDLE);
      return;
    }
    while (true) {
      int seen = state;
      if (STATE.compareAndSet(this, seen, seen & LINKED)) {
        return;
      }
    }
  }

  // ---- the runner's

  /** It was taken out of the inbox: what has to be done. */
  int unlink() {
    while (true) {
      int seen = state;
      int phase = seen & PHASE;
      int after = phase == PREPARED ? seen & ~PHASE | SUBMITTED : seen;
      if (STATE.compareAndSet(this, seen, after & ~LINKED)) {
        if (phase == PREPARED) {
          return SUBMIT;
        }
        return phase == SUBMITTED && (seen & CANCELLED) != 0 ? CANCEL : NOTHING;
      }
    }
  }

  /**
   * From SUBMITTED, after the kernel's end of it: asks for something else in its place; whether it
   * has to be put into the inbox. If not, somebody has asked for its end, or it has news to tell.
   */
  boolean replace(int newKind) {
    int seen = state;
    if ((seen & (LINKED | CANCELLED)) != 0) {
      return false;
    }
    kind = newKind;
    return STATE.compareAndSet(this, seen, seen & ~PHASE | PREPARED | LINKED);
  }

  /** From the move to SUBMITTED, before the kernel has it: it polls, and takes nothing. */
  void pollOnce(int events) {
    kind = POLL;
    length = events;
  }

  /** From SUBMITTED: how it will end, once the kernel is done with it. */
  void foretell(int outcome) {
    result = outcome;
  }

  /** What a poll that ends with a result has found: events of poll(2). */
  int found(int last) {
    if (result != 0) {
      return result; // as foretold
    }
    return last < 0 && last != -LinuxErrors.ECANCELED ? Constants.POLLNVAL : Math.max(last, 0);
  }

  /** From SUBMITTED: it has an outcome. */
  void complete(int newResult, int receivedInto) {
    result = newResult;
    if (kind == RECEIVE) {
      buffer = receivedInto;
    }
    boolean hasOutcome = !isPoll() && !(kind == RECEIVE_STAYING && newResult > 0);
    int phase = hasOutcome ? DONE : IDLE;
    while (true) {
      int seen = state;
      if (STATE.compareAndSet(this, seen, seen & ~PHASE | phase)) {
        return;
      }
    }
  }
}
