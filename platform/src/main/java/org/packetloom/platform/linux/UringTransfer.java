// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.unix.TransferMemory;

/**
 * A transfer of {@link UringPoller}. Attempts are system calls, as with any reactor; what is left
 * to the ring is what a caller goes on to wait for. How, is in {@link UringKinds}.
 *
 * <p>Reads of streams are received, see {@link UringReader}. Everything else that waits is a poll,
 * but a write by a caller who will wait, which is submitted with those of others if there are any.
 *
 * <p>No request outlives {@link #deregister}, after which the descriptor's number may be another
 * one's: who is last takes back what has not been submitted, cancels the rest, and waits a little
 * for its completion, as the kernel keeps the open file until then.
 */
final class UringTransfer extends UringReader {
  /** Null until first used, and written by the writer. */
  private volatile @Nullable UringOperation writing;

  private volatile boolean isAsking; // nobody is told what he has not asked for; set once
  private volatile @Nullable Thread leaver; // who waits in deregister()

  UringTransfer(
      Attachment attachment, UringPoller poller, SystemCalls calls, TransferMemory memory) {
    super(attachment, poller, calls, memory);
  }

  @Override
  public int register() {
    return poller().register(this);
  }

  @Override
  public boolean isPersistent(int direction) {
    return false;
  }

  /** What is asked for is looked at by the kernel before it waits: so a guess is good enough. */
  @Override
  public boolean isDrainedByShortRead() {
    return UringKinds.isStream(kind()) || super.isDrainedByShortRead();
  }

  /** From now on a poll ends with what it finds. */
  @Override
  public void tellWhenAsked() {
    isAsking = true;
    endHolding();
  }

  // ---- writing

  @Override
  public int beginWrite(byte[] source, int offset, int length) {
    UringOperation operation = writing;
    if (operation != null && operation.kind() == UringOperation.SEND && !operation.isIdle()) {
      return sent(operation);
    }
    int buffer = canSubmit(operation, length) ? poller().toSend().take() : -1;
    if (buffer < 0) {
      return tryWrite(source, offset, length);
    }
    poller().toSend().fill(buffer, source, offset, length);
    return submitSend(buffer, length);
  }

  @Override
  public int beginWrite(ByteBuffer source) {
    UringOperation operation = writing;
    if (operation != null && operation.kind() == UringOperation.SEND && !operation.isIdle()) {
      return sent(operation);
    }
    int length = source.remaining();
    int buffer = canSubmit(operation, length) ? poller().toSend().take() : -1;
    if (buffer < 0) {
      return tryWrite(source);
    }
    poller().toSend().fill(buffer, source, length);
    return submitSend(buffer, length);
  }

  private boolean canSubmit(@Nullable UringOperation operation, int length) {
    return length <= SendBuffers.SIZE
        && (operation == null || operation.isIdle())
        && tag() != NO_TAG
        && poller().pace().isBusy()
        && UringKinds.isStream(kind());
  }

  private int submitSend(int buffer, int length) {
    UringOperation operation = operation(WRITE);
    if (operation.prepare(UringOperation.SEND, buffer, length)) {
      poller().submit(operation);
    }
    return NOT_READY;
  }

  /** The outcome of a send: a count, an error, or NOT_READY while it goes on or was cancelled. */
  private int sent(UringOperation operation) {
    if (!operation.isDone()) {
      return NOT_READY;
    }
    int result = operation.result();
    operation.drop(poller());
    return switch (-result) {
      case LinuxErrors.ECANCELED, LinuxErrors.EINTR, LinuxErrors.EAGAIN -> NOT_READY;
      default -> result;
    };
  }

  // ---- waiting

  @Override
  public int arm(int direction, int most) {
    if (tag() == NO_TAG) {
      return 0; // the poller has died, which was told
    }
    UringOperation operation = operation(direction);
    boolean isOver = operation.isIdle() || operation.isDone(); // before what it has brought
    if (operation.hasUnread() || isOver && operation.isDone() && !tryDropVoid(operation)) {
      readiness().ready(direction); // once more: what is left of it has not been read since
      return 0;
    }
    if (!isOver) {
      return 0; // what comes will be told
    }
    boolean mustSubmit;
    if (direction == READ && isToReceive(operation, most)) {
      int length = Math.min(most, ReceiveBuffers.SIZE);
      mustSubmit = operation.prepare(kindOfReceive(), -1, length);
    } else {
      int events = LinuxSystem.SYSTEM.events().asked(kind(), direction);
      boolean mayStay = poller().isSteady() && !isAsking;
      int poll = mayStay ? UringKinds.poll(kind(), direction) : UringOperation.POLL;
      mustSubmit = operation.prepare(poll, -1, events);
    }
    if (mustSubmit) {
      poller().submit(operation);
    }
    return 0;
  }

  private UringOperation operation(int direction) {
    UringOperation known = operationOf(direction);
    if (known == null) {
      known = new UringOperation(this, direction);
      if (direction == READ) {
        reading(known);
      } else {
        writing = known;
      }
    }
    return known;
  }

  /**
   * A poll that nobody waits for does no harm, and is there for the next one who waits; so does a
   * receive that goes on.
   */
  @Override
  public int cancel(int direction) {
    UringOperation operation = operationOf(direction);
    if (operation == null || operation.isPoll()) {
      return 0;
    }
    boolean isIdle = operation.isIdle(); // before what it has brought is looked at
    boolean isDone = operation.isDone();
    if (operation.hasUnread()) {
      return 1;
    }
    if (isIdle) {
      return 0;
    }
    if (!isDone && operation.isReceiving() && mayHold()) {
      return isComing() ? NOT_READY : 0;
    }
    if (operation.tryWithdraw(poller())) {
      return 0;
    }
    if (!operation.isDone()) { // looked at once: what is done a moment later has an outcome, too
      end(operation);
      return NOT_READY;
    }
    if (operation.result() != -LinuxErrors.ECANCELED) {
      return 1;
    }
    operation.drop(poller());
    return 0;
  }

  /** The runner: an operation came to its end, or has found something and stays; which is told. */
  void completed(UringOperation operation, int result, int buffer, boolean isMore) {
    int found = operation.isPoll() ? operation.found(result) : 0;
    if (operation.isReceiving()) {
      received(operation, result, buffer);
    }
    int events = LinuxSystem.SYSTEM.events().readiness(found);
    if (isMore) {
      readiness().ready(operation.isPoll() ? events : READ);
      operation.giveBackAfterEnd(poller().received());
      boolean isOfNoUse = !operation.isPoll() && isTooMuch(operation, result);
      if (isOfNoUse || isAsking || poller().isOfAnother(operation)) {
        end(operation);
      }
      return;
    }
    operation.complete(result, buffer);
    operation.giveBackAfterEnd(poller().received());
    Thread waiting = leaver;
    if (waiting != null) {
      LockSupport.unpark(waiting);
      return;
    }
    readiness().ready(events | operation.direction());
  }

  // ---- the end

  @Override
  public void deregister(boolean isShared) {
    if (tag() == NO_TAG) {
      return;
    }
    leaver = Thread.currentThread();
    UringOperation reader = reading();
    UringOperation writer = writing;
    UringPatience patience = new UringPatience(poller());
    long most = UringPatience.FOR_RUNNER_NANOS;
    while (!isOver(reader) | !isOver(writer)) {
      if (areCancelled(reader, writer)) {
        most = UringPatience.FOR_KERNEL_NANOS;
      }
      if (!patience.tryStep(most)) {
        break;
      }
    }
    poller().deregister(this);
    if (reader != null) {
      reader.close(poller().received());
    }
    patience.end();
  }

  private boolean isOver(@Nullable UringOperation operation) {
    return operation == null || operation.isIdle() || operation.tryDrop(poller());
  }

  /** Whether nothing can come any more of what has not ended. */
  private boolean areCancelled(@Nullable UringOperation reader, @Nullable UringOperation writer) {
    return isCancelled(reader) & isCancelled(writer);
  }

  private boolean isCancelled(@Nullable UringOperation operation) {
    return operation == null || operation.isIdle() || poller().tryCancel(operation);
  }

  @Override
  public void changedRing() {
    submitAnew(reading());
    submitAnew(writing);
  }

  private void submitAnew(@Nullable UringOperation operation) {
    if (operation == null || !operation.isSubmitted()) {
      return;
    }
    if (operation.replace(operation.kind())) {
      poller().submit(operation);
    } else {
      completed(operation, -LinuxErrors.ECANCELED, -1, false);
    }
  }

  /** What goes on in a direction, if anything ever did. */
  @Nullable UringOperation operationOf(int direction) {
    return direction == READ ? reading() : writing;
  }
}
