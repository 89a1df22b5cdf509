// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.NamedPipes.Mode;
import org.packetloom.platform.Transfer;

/**
 * The reading of one end of a pipe.
 *
 * <p>An attempt looks whether there is something, and then reads that. Who waits reads no bytes:
 * such a read ends when there are some, and takes none. So nothing is ever read that nobody asked
 * for, and no memory is held for those who wait. Of messages an empty one is the end: it is what a
 * read of no bytes takes, too. Whether one is there cannot be looked at: an attempt that sees no
 * bytes reads, and takes the read back.
 */
final class PipeReading implements IocpOwner {
  private final PipeTransfer transfer;
  private final PipeEnd end;

  /** What a waiting reader waits for; null until first used; written by who has the turn. */
  private volatile @Nullable IocpOperation probe;

  PipeReading(PipeTransfer transfer, PipeEnd end) {
    this.transfer = transfer;
    this.end = end;
  }

  private long handle() {
    return transfer.entry().handle();
  }

  /** Reads into the scratch: the number of bytes, 0 at the end, NOT_READY or an error. */
  int read(int length, Scratch scratch) {
    if (end.isAtEnd()) {
      return 0;
    }
    int there = WindowsPipes.peek(handle(), MemorySegment.NULL, 0, scratch);
    if (there < 0) {
      return WindowsPipes.isEnd(there) ? 0 : there;
    }
    boolean isMessages = end.mode() == Mode.MESSAGE;
    if (there == 0 && (!isMessages || isWaitedFor())) {
      return Transfer.NOT_READY;
    }
    int result = PipeAttempt.read(handle(), Math.min(length, Scratch.SIZE), scratch);
    if (result == 0 && isMessages) {
      end.reachEnd();
      return 0;
    }
    return result == 0 ? Transfer.NOT_READY : WindowsPipes.isEnd(result) ? 0 : result;
  }

  /** Whether a read of no bytes goes on, which would be first to take an empty message. */
  private boolean isWaitedFor() {
    IocpOperation operation = probe;
    return operation != null && operation.isPending();
  }

  /** Has the next event told; 0 or the negated error number. */
  int arm() {
    IocpOperation known = probe;
    if (known != null && known.isPending()) {
      return 0; // its end will be told
    }
    IocpPoller home = PipeEnd.home(transfer.entry(), transfer.poller());
    if (home == null) {
      return -WindowsErrors.ERROR_INVALID_HANDLE;
    }
    IocpOperation operation = known == null ? home.operation(this, Transfer.READ) : known;
    probe = operation;
    Scratch scratch = transfer.system().scratches().take();
    try {
      if (end.isAtEnd() || WindowsPipes.peek(handle(), MemorySegment.NULL, 0, scratch) != 0) {
        transfer.tell(Transfer.READ);
      } else {
        begin(operation, scratch);
      }
      return 0;
    } finally {
      transfer.system().scratches().give(scratch);
    }
  }

  /** Reads no bytes, to learn that there are some. */
  private void begin(IocpOperation operation, Scratch scratch) {
    operation.prepare(IocpOperation.PROBE);
    long block = operation.address(IocpOperation.OVERLAPPED);
    int status = NtFiles.read(handle(), block, block, scratch.segment(), 0, scratch.state());
    boolean willBeTold = status >= 0 && !transfer.entry().skips();
    if (status == NtStatus.STATUS_PENDING || willBeTold) {
      return;
    }
    if (status == NtStatus.STATUS_BUFFER_OVERFLOW) {
      probe = null; // a message that came since the look
      operation.poller().leaveInDoubt(operation);
    } else {
      operation.undo();
    }
    ended(status < 0 ? -NtStatus.error(status) : 0);
  }

  /** A read of no bytes that succeeds, and is not told of more, has taken an empty message. */
  private void ended(int outcome) {
    if (outcome == 0 && end.mode() == Mode.MESSAGE) {
      end.reachEnd();
    }
    transfer.tell(PipeMember.events(Transfer.READ, outcome));
  }

  /** The last user goes. */
  void leave() {
    IocpOperation operation = probe;
    if (operation != null) {
      PipeMember.withdraw(operation, transfer.entry());
    }
  }

  // ---- the runner's

  @Override
  public boolean isSilent(IocpOperation operation) {
    return false;
  }

  @Override
  public void completed(IocpOperation operation, boolean wasPoll, int outcome) {
    ended(outcome);
  }

  @Override
  public void remind(IocpOperation operation) {}

  @Override
  public void abandon(IocpOperation operation) {
    operation.poller().cancel(operation, transfer.entry());
    boolean unused = operation.orphan(); // if not, it has ended
  }
}
