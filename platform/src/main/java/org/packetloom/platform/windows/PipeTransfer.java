// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.NamedPipes.Mode;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.StreamTransfer;

/**
 * A transfer over one end of a pipe.
 *
 * <p><b>Reading.</b> An attempt looks whether there is something, and then reads that. Who waits
 * reads no bytes: such a read ends when there are some, and takes none. So nothing is ever read
 * that nobody asked for, and no memory is held for those who wait. Of messages an empty one is the
 * end: it is what a read of no bytes takes, too. Whether one is there cannot be looked at: an
 * attempt that sees no bytes reads, and takes the read back.
 *
 * <p><b>Writing.</b> How much a pipe has room for cannot be relied on (Wine does not tell, Windows
 * takes off what a reader waits for), and the count of a write that was cancelled is lost. So an
 * attempt copies its bytes, begins a write of them, and has taken them: whether they lie in the
 * pipe or still in our copy is the same to the reader. What comes next is not ready before that
 * write has ended, which the port tells. Nothing is ever cancelled that had an owner, so that
 * counts are exact whatever interrupts; a failure is that of the write after.
 *
 * <p><b>Closing</b> leaves a write that goes on its own use of the handle: Windows would end it,
 * and its bytes were lost, if that were closed. When it ends, the runner or the one who leaves
 * closes the handle, whoever is first to {@code lingered}: one sets {@code hasLeft} and then looks
 * at the operation, the other ends the operation and then looks at {@code hasLeft}.
 */
final class PipeTransfer extends PipeMember {
  /** How long a poller that closes waits for a reader of what was written. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final PipeEnd end;

  // each null until first used, and written by whoever has the turn of its direction
  private volatile @Nullable IocpOperation reading;
  private volatile @Nullable IocpOperation writing;

  /** What a write that goes on reads from; written by whoever has the turn, or who ended it all. */
  private volatile @Nullable Scratch lent;

  private volatile boolean isAtEnd; // an empty message was taken; never taken back
  private volatile boolean isLingering; // set by who leaves, when nobody else has a turn any more
  private final AtomicBoolean lingered = new AtomicBoolean(); // what went on at the end was ended

  PipeTransfer(
      IocpTransfer.Attachment attachment, PipeEnd end, IocpPoller poller, WindowsSystem system) {
    super(attachment, poller, system);
    this.end = end;
  }

  // ---- reading

  @Override
  public boolean isDrainedByShortRead() {
    return end.mode() == Mode.BYTE;
  }

  @Override
  public int tryRead(byte[] destination, int offset, int length) {
    Scratch scratch = system().scratches().take();
    try {
      int result = read(length, scratch);
      if (result > 0) {
        scratch.get(destination, offset, result);
      }
      return result;
    } finally {
      system().scratches().give(scratch);
    }
  }

  @Override
  public int tryRead(ByteBuffer destination) {
    Scratch scratch = system().scratches().take();
    try {
      int result = read(destination.remaining(), scratch);
      if (result > 0) {
        destination.put(destination.position(), scratch.bytes(), 0, result);
      }
      return result;
    } finally {
      system().scratches().give(scratch);
    }
  }

  @Override
  public int tryRead(ByteBuffer[] destinations, int offset, int count) {
    Scratch scratch = system().scratches().take();
    try {
      int result = read(remaining(destinations, offset, count), scratch);
      int copied = 0;
      for (int i = offset; copied < result; i++) {
        int length = Math.min(destinations[i].remaining(), result - copied);
        destinations[i].put(destinations[i].position(), scratch.bytes(), copied, length);
        copied += length;
      }
      return result;
    } finally {
      system().scratches().give(scratch);
    }
  }

  private static int remaining(ByteBuffer[] buffers, int offset, int count) {
    long remaining = 0;
    for (int i = offset; i < offset + count; i++) {
      remaining += buffers[i].remaining();
    }
    return (int) Math.min(remaining, Scratch.SIZE);
  }

  /** Reads into the scratch: the number of bytes, 0 at the end, NOT_READY or an error. */
  private int read(int length, Scratch scratch) {
    if (isAtEnd) {
      return 0;
    }
    long handle = entry().handle();
    int there = WindowsPipes.peek(handle, MemorySegment.NULL, 0, scratch);
    if (there < 0) {
      return WindowsPipes.isEnd(there) ? 0 : there;
    }
    boolean isMessages = end.mode() == Mode.MESSAGE;
    if (there == 0 && (!isMessages || isWaitedFor(reading))) {
      return NOT_READY;
    }
    int result = PipeAttempt.read(handle, Math.min(length, Scratch.SIZE), scratch);
    if (result == 0) {
      isAtEnd = isMessages;
      return isMessages ? 0 : NOT_READY;
    }
    return WindowsPipes.isEnd(result) ? 0 : result;
  }

  /** Whether a read of no bytes goes on, which would be first to take an empty message. */
  private static boolean isWaitedFor(@Nullable IocpOperation operation) {
    return operation != null && operation.isPending();
  }

  // ---- writing

  @Override
  public int tryWrite(byte[] source, int offset, int length) {
    int blocked = endWrite();
    if (blocked != 0) {
      return blocked;
    }
    Scratch scratch = system().scratches().take();
    int count = Math.min(length, Scratch.SIZE);
    scratch.put(source, offset, count);
    return write(count, scratch);
  }

  @Override
  public int tryWrite(ByteBuffer source) {
    int blocked = endWrite();
    if (blocked != 0) {
      return blocked;
    }
    Scratch scratch = system().scratches().take();
    int count = Math.min(source.remaining(), Scratch.SIZE);
    scratch.bytes().put(0, source, source.position(), count);
    return write(count, scratch);
  }

  @Override
  public int tryWrite(ByteBuffer[] sources, int offset, int count) {
    int blocked = endWrite();
    if (blocked != 0) {
      return blocked;
    }
    Scratch scratch = system().scratches().take();
    int total = remaining(sources, offset, count);
    int copied = 0;
    for (int i = offset; copied < total; i++) {
      int length = Math.min(sources[i].remaining(), total - copied);
      scratch.bytes().put(copied, sources[i], sources[i].position(), length);
      copied += length;
    }
    return write(total, scratch);
  }

  /**
   * Ends the write before, if it is over, though its packet may be still to come: then it is left
   * to the runner, and the next write gets another operation.
   *
   * @return 0, NOT_READY if it is not over, or its negated error number
   */
  private int endWrite() {
    IocpOperation operation = writing;
    if (operation == null || operation.isIdle()) {
      return 0;
    }
    int outcome;
    if (operation.isDone()) {
      outcome = operation.result();
      operation.drop();
    } else if (operation.status() == NtStatus.STATUS_PENDING) {
      return NOT_READY;
    } else {
      outcome = operation.outcome();
      if (operation.orphan()) {
        writing = null;
      } else {
        operation.drop();
      }
    }
    giveBack();
    return Math.min(outcome, 0);
  }

  private void giveBack() {
    Scratch used = lent;
    if (used != null) {
      lent = null;
      system().scratches().give(used);
    }
  }

  /** Begins to write from the scratch, which is given back when that is over. */
  private int write(int count, Scratch scratch) {
    int result = end.hasEnded() ? -WindowsErrors.ERROR_NO_DATA : beginWrite(count, scratch);
    if (lent == null) {
      system().scratches().give(scratch);
    }
    return result;
  }

  private int beginWrite(int count, Scratch scratch) {
    IocpOperation operation = operation(WRITE);
    if (operation == null) {
      return -WindowsErrors.ERROR_INVALID_HANDLE;
    }
    operation.prepare(IocpOperation.WRITE);
    long block = operation.address(IocpOperation.OVERLAPPED);
    int status =
        NtFiles.write(entry().handle(), block, block, scratch.segment(), count, scratch.state());
    if (NtStatus.isFailure(status)) {
      operation.undo();
      return -NtStatus.error(status);
    }
    if (status == NtStatus.STATUS_PENDING || !entry().skips()) {
      lent = scratch;
    } else {
      operation.undo();
    }
    return count;
  }

  /** The operation of a direction; null if the handle is none that can pend. */
  private @Nullable IocpOperation operation(int direction) {
    IocpOperation known = direction == READ ? reading : writing;
    if (known != null) {
      return known;
    }
    IocpPoller home = PipeEnd.home(entry(), poller());
    if (home == null) {
      return null;
    }
    IocpOperation made = home.operation(this, direction);
    if (direction == READ) {
      reading = made;
    } else {
      writing = made;
    }
    return made;
  }

  // ---- connecting

  @Override
  public int tryConnect(NativeAddress peer) {
    return WindowsPipes.connect(entry(), end, system());
  }

  @Override
  public StreamTransfer stream() {
    return new PipeStreamTransfer(entry(), system());
  }

  // ---- waiting

  @Override
  int arm(int direction) {
    return direction == READ ? armRead() : armWrite();
  }

  private int armRead() {
    IocpOperation operation = operation(READ);
    if (operation == null) {
      return -WindowsErrors.ERROR_INVALID_HANDLE;
    }
    if (operation.isPending()) {
      return 0; // its end will be told
    }
    Scratch scratch = system().scratches().take();
    try {
      if (isAtEnd || WindowsPipes.peek(entry().handle(), MemorySegment.NULL, 0, scratch) != 0) {
        tell(READ);
      } else {
        beginRead(operation, scratch);
      }
      return 0;
    } finally {
      system().scratches().give(scratch);
    }
  }

  /** Reads no bytes, to learn that there are some. */
  private void beginRead(IocpOperation operation, Scratch scratch) {
    operation.prepare(IocpOperation.PROBE);
    long block = operation.address(IocpOperation.OVERLAPPED);
    int status =
        NtFiles.read(entry().handle(), block, block, scratch.segment(), 0, scratch.state());
    if (status == NtStatus.STATUS_PENDING || status >= 0 && !entry().skips()) {
      return;
    }
    if (status == NtStatus.STATUS_BUFFER_OVERFLOW) {
      // a message that came since the look: no header says whether there will be a packet
      reading = null;
      boolean unused = operation.orphan();
      operation.poller().settle(operation, 0);
    } else {
      operation.undo();
      noteEmptyMessage(status);
    }
    tell(events(READ, status < 0 ? -NtStatus.error(status) : 0));
  }

  /** A read of no bytes that succeeds, and is not told of more, has taken an empty message. */
  private void noteEmptyMessage(int outcome) {
    if (outcome == 0 && end.mode() == Mode.MESSAGE) {
      isAtEnd = true;
    }
  }

  private int armWrite() {
    IocpOperation operation = writing;
    if (operation == null || !operation.isPending()) {
      tell(WRITE);
    }
    return 0;
  }

  // ---- the end

  @Override
  void leave() {
    IocpOperation reader = reading;
    if (reader != null) {
      withdraw(reader, entry());
    }
    IocpOperation writer = writing;
    if (writer == null) {
      return;
    }
    entry().retain();
    isLingering = true;
    if (!writer.isPending()) {
      endLingering(writer);
    }
  }

  private void endLingering(IocpOperation writer) {
    if (!lingered.compareAndSet(false, true)) {
      return;
    }
    giveBack();
    if (!writer.poller().isClosed()) {
      writer.poller().release(writer);
    }
    closeHandle();
  }

  private void closeHandle() {
    if (entry().release()) {
      int unused = system().close(entry()); // ours, and open
    }
  }

  // ---- the runner's

  @Override
  public void completed(IocpOperation operation, boolean wasPoll, int outcome) {
    if (operation.direction() == WRITE && isLingering) {
      endLingering(operation);
      return;
    }
    if (operation.direction() == READ) {
      noteEmptyMessage(outcome);
    }
    tell(events(operation.direction(), outcome));
  }

  /** A write that its owner has left is waited for a little: its bytes were taken. */
  @Override
  public void abandon(IocpOperation operation) {
    boolean isOwed = isLingering && operation.direction() == WRITE;
    while (isOwed
        && operation.status() == NtStatus.STATUS_PENDING
        && operation.poller().closingNanos() < PATIENCE_NANOS) {
      LockSupport.parkNanos(STEP_NANOS);
    }
    operation.poller().cancel(operation, entry());
    boolean unused = operation.orphan();
    if (isOwed && lingered.compareAndSet(false, true)) {
      closeHandle();
    }
  }
}
