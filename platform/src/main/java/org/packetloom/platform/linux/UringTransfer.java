// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.unix.ReactorTransfer;
import org.packetloom.platform.unix.TransferMemory;

/**
 * A transfer of {@link UringPoller}. Attempts are system calls, as with any reactor; what is left
 * to the ring is what a caller goes on to wait for. How, is in {@link UringKinds}.
 *
 * <p>A read that has to wait is submitted as a receive of as many bytes as it has room for: so
 * nothing is ever received that nobody asked for, and whoever peeks, splices, counts or gives the
 * descriptor away finds everything in the kernel. Everything else that waits is a poll. A write by
 * a caller who will wait is submitted with those of others if there are any.
 *
 * <p>What was received is lent where it lies if all of it is there, and nobody has begun to take
 * it. The operation stays DONE meanwhile, and so its buffer the reader's: it goes back in the one
 * way in which it does after any other read.
 *
 * <p>Messages beyond a buffer are not copied through one: while they come, reads are polls and
 * system calls.
 *
 * <p>No request outlives {@link #deregister}, after which the descriptor's number may be another
 * one's: who is last takes back what has not been submitted, cancels the rest, and waits a little
 * for its completion, as the kernel keeps the open file until then.
 */
final class UringTransfer extends ReactorTransfer {
  /** How long the last user waits for the runner to submit what it has already taken up. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How long for the completion of what was cancelled, which frees the open file. */
  private static final long COURTESY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Replaced before it is registered, by whoever registers it. */
  private UringPoller poller;

  // each null until first used, and written by whoever has the turn of its direction
  private volatile @Nullable UringOperation reading;
  private volatile @Nullable UringOperation writing;

  private boolean isLarge; // the reader's; the last bytes did not fit a buffer
  private volatile boolean isAsking; // nobody is told what he has not asked for; set once
  private volatile @Nullable Thread leaver; // who waits in deregister()

  UringTransfer(
      Attachment attachment, UringPoller poller, SystemCalls calls, TransferMemory memory) {
    super(attachment, calls.unix(), memory);
    this.poller = poller;
  }

  void poller(UringPoller other) {
    poller = other;
  }

  @Override
  public int register() {
    return poller.register(this);
  }

  @Override
  public boolean isPersistent() {
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
  }

  // ---- reading

  @Override
  public int tryRead(byte[] destination, int offset, int length) {
    UringOperation operation = reading;
    if (operation == null || operation.isIdle() || operation.isPoll()) {
      return readNow(destination, offset, length);
    }
    if (!operation.isDone()) {
      return NOT_READY;
    }
    if (operation.result() <= 0) {
      int result = endReceive(operation);
      return result == NOT_READY ? readNow(destination, offset, length) : result;
    }
    int count = Math.min(operation.left(), length);
    poller.received().copy(operation.buffer(), operation.taken(), destination, offset, count);
    boolean mayHaveMore = operation.isCut();
    take(operation, count);
    return mayHaveMore && count < length
        ? joinReads(count, readNow(destination, offset + count, length - count))
        : count;
  }

  private int readNow(byte[] destination, int offset, int length) {
    return noteSize(super.tryRead(destination, offset, length));
  }

  @Override
  public int tryRead(ByteBuffer destination) {
    if (destination.hasArray()) {
      int offset = destination.arrayOffset() + destination.position();
      return tryRead(destination.array(), offset, destination.remaining());
    }
    UringOperation operation = reading;
    if (operation == null || operation.isIdle() || operation.isPoll()) {
      return noteSize(super.tryRead(destination));
    }
    if (!operation.isDone()) {
      return NOT_READY;
    }
    if (operation.result() <= 0) {
      int result = endReceive(operation);
      return result == NOT_READY ? super.tryRead(destination) : result;
    }
    int count = Math.min(operation.left(), destination.remaining());
    poller.received().copy(operation.buffer(), operation.taken(), destination, count);
    boolean mayHaveMore = operation.isCut();
    take(operation, count);
    if (!mayHaveMore || count == destination.remaining()) {
      return count;
    }
    ByteBuffer rest =
        destination.slice(destination.position() + count, destination.remaining() - count);
    return joinReads(count, noteSize(super.tryRead(rest)));
  }

  @Override
  public int tryRead(ByteBuffer[] destinations, int offset, int count) {
    UringOperation operation = reading;
    if (operation == null || operation.isIdle() || operation.isPoll()) {
      return super.tryRead(destinations, offset, count);
    }
    int total = 0;
    for (int i = offset; i < offset + count; i++) {
      ByteBuffer destination = destinations[i];
      if (destination.hasRemaining()) {
        int result = tryRead(destination);
        if (result < destination.remaining()) {
          return total == 0 ? result : joinReads(total, result);
        }
        total += result;
        if (operation.isIdle()) {
          return total;
        }
      }
    }
    return total;
  }

  /** What may have been cut is copied, as more is to be read behind it. */
  @Override
  public ByteBuffer lend(int most) {
    UringOperation operation = reading;
    return operation == null || !operation.isUntouched(most) || operation.isCut()
        ? NOTHING
        : poller.received().lend(operation.buffer(), operation.result());
  }

  @Override
  public void endLending(int taken) {
    poller.received().endLending();
    take(operation(READ), taken);
  }

  private void take(UringOperation operation, int count) {
    if (operation.take(count)) {
      isLarge = operation.isCut();
      operation.drop(poller);
    }
  }

  /** Learns from a read whether the next will fit a buffer. */
  private int noteSize(int result) {
    if (result > 0) {
      isLarge = result > ReceiveBuffers.SIZE;
    }
    return result;
  }

  /** Ends a receive without bytes: 0 at the end, an error, or NOT_READY to try in another way. */
  private int endReceive(UringOperation operation) {
    int result = operation.result();
    operation.drop(poller);
    return switch (-result) {
      // out of buffers, cancelled, or for the kernel's own reasons
      case LinuxErrors.ENOBUFS, LinuxErrors.ECANCELED, LinuxErrors.EINTR, LinuxErrors.EAGAIN ->
          NOT_READY;
      default -> result;
    };
  }

  // ---- writing

  @Override
  public int beginWrite(byte[] source, int offset, int length) {
    UringOperation operation = writing;
    if (operation != null && operation.kind() == UringOperation.SEND && !operation.isIdle()) {
      return sent(operation);
    }
    int buffer = canSubmit(operation, length) ? poller.toSend().take() : -1;
    if (buffer < 0) {
      return tryWrite(source, offset, length);
    }
    poller.toSend().fill(buffer, source, offset, length);
    return submitSend(buffer, length);
  }

  @Override
  public int beginWrite(ByteBuffer source) {
    UringOperation operation = writing;
    if (operation != null && operation.kind() == UringOperation.SEND && !operation.isIdle()) {
      return sent(operation);
    }
    int length = source.remaining();
    int buffer = canSubmit(operation, length) ? poller.toSend().take() : -1;
    if (buffer < 0) {
      return tryWrite(source);
    }
    poller.toSend().fill(buffer, source, length);
    return submitSend(buffer, length);
  }

  private boolean canSubmit(@Nullable UringOperation operation, int length) {
    return length <= SendBuffers.SIZE
        && (operation == null || operation.isIdle())
        && tag() != NO_TAG
        && poller.canSend()
        && UringKinds.isStream(kind());
  }

  private int submitSend(int buffer, int length) {
    UringOperation operation = operation(WRITE);
    if (operation.prepare(UringOperation.SEND, buffer, length)) {
      poller.submit(operation);
    }
    return NOT_READY;
  }

  /** The outcome of a send: a count, an error, or NOT_READY while it goes on or was cancelled. */
  private int sent(UringOperation operation) {
    if (!operation.isDone()) {
      return NOT_READY;
    }
    int result = operation.result();
    operation.drop(poller);
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
    if (!operation.isIdle()) {
      if (operation.isDone()) {
        readiness().ready(direction); // once more: what is left of it has not been read since
      }
      return 0; // its end will be told
    }
    boolean mustSubmit;
    if (direction == READ && most > 0 && !isLarge && UringKinds.isStream(kind())) {
      int length = Math.min(most, ReceiveBuffers.SIZE);
      mustSubmit = operation.prepare(UringOperation.RECEIVE, -1, length);
    } else {
      int events = LinuxSystem.SYSTEM.events().asked(kind(), direction);
      boolean mayStay = poller.isSteady() && !isAsking;
      int poll = mayStay ? UringKinds.poll(kind(), direction) : UringOperation.POLL;
      mustSubmit = operation.prepare(poll, -1, events);
    }
    if (mustSubmit) {
      poller.submit(operation);
    }
    return 0;
  }

  private UringOperation operation(int direction) {
    UringOperation known = operationOf(direction);
    if (known == null) {
      known = new UringOperation(this, direction);
      if (direction == READ) {
        reading = known;
      } else {
        writing = known;
      }
    }
    return known;
  }

  /** A poll that nobody waits for does no harm, and is there for the next one who waits. */
  @Override
  public int cancel(int direction) {
    UringOperation operation = operationOf(direction);
    if (operation == null || operation.isIdle() || operation.isPoll()) {
      return 0;
    }
    if (operation.tryWithdraw(poller)) {
      return 0;
    }
    if (!operation.isDone()) { // looked at once: what is done a moment later has an outcome, too
      if (operation.cancel()) {
        poller.submit(operation);
      }
      return NOT_READY;
    }
    if (operation.result() != -LinuxErrors.ECANCELED) {
      return 1;
    }
    operation.drop(poller);
    return 0;
  }

  /** The runner: an operation came to its end, or has found something and stays; which is told. */
  void completed(UringOperation operation, int result, int buffer, boolean isMore) {
    int found = operation.isPoll() ? operation.found(result) : 0;
    int events = LinuxSystem.SYSTEM.events().readiness(found);
    if (isMore) {
      readiness().ready(events);
      if ((isAsking || poller.isOfAnother(operation)) && operation.cancel()) {
        poller.submit(operation);
      }
      return;
    }
    operation.complete(result, buffer);
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
    UringOperation reader = reading;
    UringOperation writer = writing;
    boolean wasInterrupted = false;
    long patience = PATIENCE_NANOS;
    long began = System.nanoTime();
    while (!isOver(reader) | !isOver(writer)) {
      if (areCancelled(reader, writer)) {
        patience = COURTESY_NANOS;
      }
      if (poller.hasFailed() || System.nanoTime() - began > patience) {
        break;
      }
      LockSupport.parkNanos(this, STEP_NANOS);
      wasInterrupted |= Thread.interrupted();
    }
    poller.deregister(this);
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isOver(@Nullable UringOperation operation) {
    return operation == null || operation.isIdle() || operation.tryDrop(poller);
  }

  /** Whether nothing can come any more of what has not ended. */
  private boolean areCancelled(@Nullable UringOperation reader, @Nullable UringOperation writer) {
    return isCancelled(reader) & isCancelled(writer);
  }

  private boolean isCancelled(@Nullable UringOperation operation) {
    return operation == null || operation.isIdle() || poller.tryCancel(operation);
  }

  /** What goes on in a direction, if anything ever did. */
  @Nullable UringOperation operationOf(int direction) {
    return direction == READ ? reading : writing;
  }
}
