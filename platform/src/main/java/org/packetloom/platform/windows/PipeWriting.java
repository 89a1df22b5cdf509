// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.Transfer;

/**
 * The writing of one end of a pipe.
 *
 * <p>How much a pipe has room for cannot be relied on (Wine does not tell, Windows takes off what a
 * reader waits for), and the count of a write that was cancelled is lost. So an attempt copies its
 * bytes, begins a write of them, and has taken them: whether they lie in the pipe or still in our
 * copy is the same to the reader. What comes next is not ready before that write has ended, which
 * the port tells. Nothing is ever cancelled that had an owner, so that counts are exact whatever
 * interrupts; a failure is that of the write after.
 *
 * <p><b>Closing</b> leaves a write that goes on its own use of the handle: Windows would end it,
 * and its bytes were lost, if that were closed. When it ends, the runner or the one who leaves
 * closes the handle, whoever is first to {@code lingered}: one sets {@code isLingering} and then
 * looks at the operation, the other ends the operation and then looks at {@code isLingering}.
 */
final class PipeWriting implements IocpOwner {
  /** How long a poller that closes waits for readers of what was written. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final PipeTransfer transfer;
  private final PipeEnd end;

  /** The write that goes on, or went; null until first used; written by who has the turn. */
  private volatile @Nullable IocpOperation write;

  /** What it writes from; written by whoever has the turn, or who ended it all. */
  private volatile @Nullable Scratch lent;

  private volatile boolean isLingering; // set by who leaves, when nobody else has a turn any more
  private final AtomicBoolean lingered = new AtomicBoolean(); // what went on at the end was ended

  PipeWriting(PipeTransfer transfer, PipeEnd end) {
    this.transfer = transfer;
    this.end = end;
  }

  int tryWrite(byte[] source, int offset, int length) {
    int before = endBefore();
    if (before != 0) {
      return before;
    }
    Scratch scratch = transfer.system().scratches().take();
    int count = Math.min(length, Scratch.SIZE);
    scratch.put(source, offset, count);
    return write(count, scratch);
  }

  int tryWrite(ByteBuffer source) {
    int before = endBefore();
    if (before != 0) {
      return before;
    }
    Scratch scratch = transfer.system().scratches().take();
    int count = Math.min(source.remaining(), Scratch.SIZE);
    scratch.bytes().put(0, source, source.position(), count);
    return write(count, scratch);
  }

  int tryWrite(ByteBuffer[] sources, int offset, int count) {
    int before = endBefore();
    if (before != 0) {
      return before;
    }
    Scratch scratch = transfer.system().scratches().take();
    int copied = 0;
    for (int i = offset; i < offset + count && copied < Scratch.SIZE; i++) {
      int length = Math.min(sources[i].remaining(), Scratch.SIZE - copied);
      scratch.bytes().put(copied, sources[i], sources[i].position(), length);
      copied += length;
    }
    return write(copied, scratch);
  }

  /**
   * Ends the write before, if it is over, though its packet may be still to come: then it is left
   * to the runner, and the next write gets another operation.
   *
   * @return 0, NOT_READY if it is not over, or its negated error number
   */
  private int endBefore() {
    IocpOperation operation = write;
    if (operation == null || operation.isIdle()) {
      return 0;
    }
    int outcome;
    if (operation.isDone()) {
      outcome = operation.result();
      operation.drop();
    } else if (operation.status() == NtStatus.STATUS_PENDING) {
      return Transfer.NOT_READY;
    } else {
      outcome = operation.outcome();
      if (operation.orphan()) {
        write = null;
      } else {
        operation.drop();
      }
    }
    giveBack();
    end.written();
    return Math.min(outcome, 0);
  }

  private void giveBack() {
    Scratch used = lent;
    if (used != null) {
      lent = null;
      transfer.system().scratches().give(used);
    }
  }

  /** Begins to write from the scratch, which is given back when that is over. */
  private int write(int count, Scratch scratch) {
    int result = end.hasEnded() ? -WindowsErrors.ERROR_NO_DATA : begin(count, scratch);
    if (lent == null) {
      transfer.system().scratches().give(scratch);
    }
    return result;
  }

  private int begin(int count, Scratch scratch) {
    IocpOperation known = write;
    IocpPoller home = PipeEnd.home(transfer.entry(), transfer.poller());
    if (home == null) {
      return -WindowsErrors.ERROR_INVALID_HANDLE;
    }
    IocpOperation operation = known == null ? home.operation(this, Transfer.WRITE) : known;
    write = operation;
    operation.prepare(IocpOperation.WRITE);
    HandleEntry entry = transfer.entry();
    end.writing(); // first, as its end may be told before the call returns
    long block = operation.address(IocpOperation.OVERLAPPED);
    int status =
        NtFiles.write(entry.handle(), block, block, scratch.segment(), count, scratch.state());
    if (status == NtStatus.STATUS_PENDING || status >= 0 && !entry.skips()) {
      lent = scratch;
      return count;
    }
    operation.undo();
    end.written();
    return NtStatus.isFailure(status) ? -NtStatus.error(status) : count;
  }

  /** Has the next event told. */
  int arm() {
    IocpOperation operation = write;
    if (operation == null || !operation.isPending()) {
      transfer.tell(Transfer.WRITE);
    }
    return 0;
  }

  // ---- the end

  /** The last user goes. */
  void leave() {
    IocpOperation last = write;
    if (last != null) {
      transfer.entry().retain();
      isLingering = true;
      if (!last.isPending()) {
        end(last);
      }
    }
  }

  private void end(IocpOperation last) {
    if (lingered.compareAndSet(false, true)) {
      giveBack();
      if (!last.poller().isClosed()) {
        last.poller().release(last);
      }
      closeHandle();
    }
  }

  private void closeHandle() {
    if (transfer.entry().release()) {
      int unused = transfer.system().close(transfer.entry()); // ours, and open
    }
  }

  // ---- the runner's

  @Override
  public boolean isSilent(IocpOperation operation) {
    return false;
  }

  @Override
  public void completed(IocpOperation operation, boolean wasPoll, int outcome) {
    if (isLingering) {
      end(operation);
    } else {
      end.written();
      transfer.tell(PipeMember.events(Transfer.WRITE, outcome));
    }
  }

  @Override
  public void remind(IocpOperation operation) {}

  /** A write that its owner has left is waited for a little: its bytes were taken. */
  @Override
  public void abandon(IocpOperation operation) {
    while (isLingering
        && operation.status() == NtStatus.STATUS_PENDING
        && operation.poller().closingNanos() < PATIENCE_NANOS) {
      LockSupport.parkNanos(STEP_NANOS);
    }
    operation.poller().cancel(operation, transfer.entry());
    boolean unused = operation.orphan(); // if not, it has ended
    if (isLingering && lingered.compareAndSet(false, true)) {
      closeHandle();
    }
  }
}
