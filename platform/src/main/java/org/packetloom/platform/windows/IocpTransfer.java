// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import org.jspecify.annotations.Nullable;
import org.packetloom.platform.Readiness;

/**
 * A transfer whose operations have outcomes: over a socket.
 *
 * <p>Attempts are calls that do not wait. What a caller goes on to wait for is an operation of its
 * direction, begun by {@link #begin}: a subclass makes the overlapped call there, or polls. Its
 * next attempt looks at the operation first: idle or a poll, the call is made; pending, it is not
 * ready; done, the outcome is handed out.
 *
 * <p>An operation that was begun before this was registered may end before that, with nobody to be
 * told: so whoever arms what is done is reminded of it.
 */
abstract class IocpTransfer extends IocpMember implements IocpOwner {
  // each null until first used, and written by whoever has the turn of its direction
  private volatile @Nullable IocpOperation reading;
  private volatile @Nullable IocpOperation writing;

  IocpTransfer(Attachment attachment, IocpPoller poller, WindowsSystem system) {
    super(attachment, poller, system);
  }

  // ---- for subclasses

  /**
   * Begins what a caller waits for, with an operation that is idle: makes an overlapped call and
   * passes its result to {@link IocpPoller#begun}, or polls.
   *
   * @param most as of {@link #arm(int, int)}
   */
  abstract void begin(IocpOperation operation, int most);

  /** The events to tell for those that a poll has found; only sockets poll. */
  int readiness(int found, int direction) {
    return direction;
  }

  /**
   * The events to tell for what has ended.
   *
   * @param outcome a count or the negated error number
   */
  int ended(IocpOperation operation, int outcome) {
    boolean isCancelled = outcome == -WindowsErrors.ERROR_OPERATION_ABORTED;
    boolean isEnd = outcome == 0 && operation.kind() == IocpOperation.READ;
    if (isEnd || outcome < 0 && !isCancelled) {
      return operation.direction() | Readiness.HANGUP;
    }
    return operation.direction();
  }

  /** Where operations of the handle complete: this poller, unless a subclass knows better. */
  IocpPoller home() {
    return poller();
  }

  /** What goes on in a direction, if anything ever did. */
  final @Nullable IocpOperation operationOf(int direction) {
    return direction == READ ? reading : writing;
  }

  /** The operation of a direction, made when first asked for. */
  final IocpOperation operation(int direction) {
    IocpOperation known = operationOf(direction);
    if (known == null) {
      known = home().operation(this, direction);
      operation(direction, known);
    }
    return known;
  }

  private void operation(int direction, @Nullable IocpOperation operation) {
    if (direction == READ) {
      reading = operation;
    } else {
      writing = operation;
    }
  }

  /** The operation of a direction whose outcome has to be looked at, or null if there is none. */
  final @Nullable IocpOperation busy(int direction) {
    IocpOperation operation = operationOf(direction);
    return operation == null || operation.isIdle() || operation.isPoll() ? null : operation;
  }

  /**
   * The outcome of a busy operation that reads or writes no bytes, though its packet may be still
   * to come: then it is left to the runner, and the direction gets another one. What it was
   * accepting as is the caller's, who has asked for it before.
   *
   * @return NOT_READY while it goes on
   */
  final int reap(IocpOperation operation) {
    if (operation.isDone()) {
      operation.socket(Constants.INVALID_SOCKET);
      operation.drop();
      return operation.result();
    }
    if (operation.status() == NtStatus.STATUS_PENDING && !operation.isSettled()) {
      return NOT_READY;
    }
    int outcome = operation.outcome();
    operation.socket(Constants.INVALID_SOCKET); // it is the caller's now
    if (operation.orphan()) {
      operation(operation.direction(), null);
      return outcome;
    }
    operation.drop(); // the runner was faster
    return operation.result();
  }

  /** Gives the buffer of an operation back that is done with. */
  final void giveBuffer(IocpOperation operation) {
    var buffer = operation.takeBuffer();
    if (buffer != null) {
      operation.poller().buffers().give(buffer);
    }
    operation.drop();
  }

  /** Moves it to another poller, unless something was begun here. */
  final boolean move(IocpPoller other) {
    return reading == null && writing == null && moveTo(other);
  }

  // ---- the contract

  @Override
  final int begin(int direction, int most) {
    IocpOperation operation = operation(direction);
    if (operation.isIdle()) {
      begin(operation, most);
    } else if (operation.isDone()) {
      operation.poller().remind(operation);
    }
    return 0; // the end of what goes on will be told
  }

  /** A poll that nobody waits for does no harm, and is there for the next one who waits. */
  @Override
  public final int cancel(int direction) {
    IocpOperation operation = busy(direction);
    if (operation == null) {
      return 0;
    }
    if (!operation.isDone()) { // looked at once: what is done a moment later has an outcome, too
      if (operation.cancel()) {
        operation.poller().cancel(operation, entry());
      }
      return NOT_READY;
    }
    if (operation.result() != -WindowsErrors.ERROR_OPERATION_ABORTED) {
      return 1;
    }
    cancelled(operation);
    return 0;
  }

  /** From DONE: an operation was cancelled before anything came of it. */
  void cancelled(IocpOperation operation) {
    giveBuffer(operation);
    system().abandon(operation);
  }

  @Override
  final void leave() {
    leave(reading);
    leave(writing);
    reading = null;
    writing = null;
  }

  private void leave(@Nullable IocpOperation operation) {
    if (operation == null || operation.poller().isClosed()) {
      return;
    }
    if (operation.isPending()) {
      abandon(operation);
    }
    if (!operation.isOrphaned()) {
      operation.poller().release(operation);
    }
  }

  // ---- the runner's

  @Override
  public final boolean isSilent(IocpOperation operation) {
    return false;
  }

  @Override
  public final void completed(IocpOperation operation, boolean wasPoll, int outcome) {
    int direction = operation.direction();
    if (!wasPoll) {
      tell(ended(operation, outcome));
    } else if (outcome >= 0) {
      tell(readiness(outcome, direction) | direction);
    } else {
      boolean isCancelled = outcome == -WindowsErrors.ERROR_OPERATION_ABORTED;
      tell(isCancelled ? direction : direction | Readiness.HANGUP);
    }
  }

  @Override
  public final void remind(IocpOperation operation) {
    tell(ended(operation, operation.result()));
  }

  @Override
  public final void abandon(IocpOperation operation) {
    operation.poller().cancel(operation, entry());
    boolean unused = operation.orphan(); // if not, it has ended, or is one already
  }
}
