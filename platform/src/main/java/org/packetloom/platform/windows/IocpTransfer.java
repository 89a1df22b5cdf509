// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/**
 * A transfer of {@link IocpPoller}: what all kinds of handles have in common.
 *
 * <p>Attempts are calls that do not wait. What a caller goes on to wait for is an operation of its
 * direction, begun by {@link #begin}: a subclass makes the overlapped call there, or polls. Its
 * next attempt looks at the operation first: idle or a poll, the call is made; pending, it is not
 * ready; done, the outcome is handed out.
 *
 * <p>An operation that was begun before this was registered may end before that, with nobody to be
 * told: so whoever arms what is done is reminded of it.
 */
abstract class IocpTransfer implements Transfer, IocpOwner, Registry.Member {
  /** What is attached to a poller. */
  record Attachment(int descriptor, HandleEntry entry, DescriptorKind kind, Readiness readiness) {}

  private final Attachment attachment;
  private final WindowsSystem system;

  /** Replaced before it is registered, by whoever registers it. */
  private IocpPoller poller;

  // each null until first used, and written by whoever has the turn of its direction
  private volatile @Nullable IocpOperation reading;
  private volatile @Nullable IocpOperation writing;

  private volatile boolean isRegistered; // once it was; never taken back
  private volatile boolean hasLeft; // nothing is told any more

  IocpTransfer(Attachment attachment, IocpPoller poller, WindowsSystem system) {
    this.attachment = attachment;
    this.poller = poller;
    this.system = system;
  }

  // ---- for subclasses

  /**
   * Begins what a caller waits for, with an operation that is idle: makes an overlapped call and
   * passes its result to {@link IocpPoller#begun}, or polls.
   *
   * @param most as of {@link #arm}
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

  final HandleEntry entry() {
    return attachment.entry();
  }

  final long handle() {
    return attachment.entry().handle();
  }

  final DescriptorKind kind() {
    return attachment.kind();
  }

  final IocpPoller poller() {
    return poller;
  }

  /** Where operations of the handle complete: this poller, unless a subclass knows better. */
  IocpPoller home() {
    return poller;
  }

  final WindowsSystem system() {
    return system;
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
    if (reading != null || writing != null || isRegistered) {
      return false;
    }
    poller = other;
    return true;
  }

  // ---- the contract

  @Override
  public final int descriptor() {
    return attachment.descriptor();
  }

  @Override
  public int register() {
    isRegistered = true;
    boolean unused = poller.registry().add(this); // if not, it has been told why
    return 0;
  }

  @Override
  public final boolean isPersistent() {
    return false;
  }

  @Override
  public final int arm(int direction, int most) {
    if (!poller.registry().has(this)) {
      return 0; // the poller has died, which was told
    }
    IocpOperation operation = operation(direction);
    if (operation.isIdle()) {
      begin(operation, most);
    } else if (operation.isDone()) {
      operation.poller().remind(operation);
    }
    return 0; // the end of what goes on will be told
  }

  /** Only messages and reads of drained streams end short: the next attempt costs little. */
  @Override
  public boolean isDrainedByShortRead() {
    return false;
  }

  @Override
  public int tryRead(byte[] destination, int offset, int length) {
    return wrongKind();
  }

  @Override
  public int tryRead(ByteBuffer destination) {
    return wrongKind();
  }

  @Override
  public int tryRead(ByteBuffer[] destinations, int offset, int count) {
    return wrongKind();
  }

  @Override
  public int tryWrite(byte[] source, int offset, int length) {
    return wrongKind();
  }

  @Override
  public int tryWrite(ByteBuffer source) {
    return wrongKind();
  }

  @Override
  public int tryWrite(ByteBuffer[] sources, int offset, int count) {
    return wrongKind();
  }

  @Override
  public int tryReceive(ByteBuffer destination, NativeAddress.Box sender) {
    return wrongKind();
  }

  @Override
  public int trySend(ByteBuffer source, NativeAddress peer) {
    return wrongKind();
  }

  @Override
  public int tryAccept(NativeAddress.Box peer) {
    return wrongKind();
  }

  @Override
  public int tryConnect(NativeAddress peer) {
    return wrongKind();
  }

  private static int wrongKind() {
    return -WindowsErrors.WSAEOPNOTSUPP;
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
    system.abandon(operation);
  }

  @Override
  public final void deregister(boolean isShared) {
    hasLeft = true;
    boolean unused = poller.registry().remove(this);
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

  @Override
  public final void failed(Throwable cause) {
    attachment.readiness().failed(cause);
  }

  private void tell(int events) {
    if (isRegistered && !hasLeft) {
      attachment.readiness().ready(events);
    }
  }
}
