// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.StreamTransfer;

/**
 * A transfer of a stream socket.
 *
 * <p>A read that has to wait is a WSARecv of as many bytes as it has room for, up to a buffer's:
 * nothing is ever received that nobody asked for. Reads of more than that, looks and writes wait by
 * a poll. A write that waits is no overlapped one, as that could not be cancelled: Windows does not
 * tell how much of a cancelled send is on its way.
 *
 * <p>A read goes on after a cut until it got less than it could; an error met on the way is kept
 * for the next read, as Winsock may tell it once.
 */
final class SocketTransfer extends IocpTransfer {
  private static final int READING =
      Constants.AFD_POLL_RECEIVE
          | Constants.AFD_POLL_DISCONNECT
          | Constants.AFD_POLL_ABORT
          | Constants.AFD_POLL_LOCAL_CLOSE;
  private static final int WRITING =
      Constants.AFD_POLL_SEND
          | Constants.AFD_POLL_ABORT
          | Constants.AFD_POLL_CONNECT_FAIL
          | Constants.AFD_POLL_LOCAL_CLOSE;

  private final Scratch.Pool scratches;
  private final SocketConnect connecting;
  private boolean isLarge; // the reader's; the last bytes did not fit a buffer
  private int keptError; // the reader's; negated, 0 for none
  private volatile boolean wasReset; // a poll has found that, and no read told it
  private volatile boolean wasUrgentTold; // urgent bytes were told, and not asked for since

  SocketTransfer(Attachment attachment, IocpPoller poller, WindowsSystem system) {
    super(attachment, poller, system);
    this.scratches = system.scratches();
    this.connecting = new SocketConnect(this);
  }

  // ---- waiting

  @Override
  void begin(IocpOperation operation, int most) {
    if (operation.direction() == WRITE) {
      poller().poll(operation, entry(), WRITING);
    } else if (most > 0 && !isLarge && poller().associate(entry())) {
      receive(operation, Math.min(most, ReceiveBuffers.SIZE));
    } else {
      boolean isForUrgent = most == 0 && !wasUrgentTold;
      int urgent = isForUrgent ? Constants.AFD_POLL_RECEIVE_EXPEDITED : 0;
      poller().poll(operation, entry(), READING | urgent);
    }
  }

  private void receive(IocpOperation operation, int length) {
    operation.prepare(IocpOperation.READ, poller().buffers().take(), length);
    Scratch scratch = scratches.take();
    try {
      int result = WinsockBytes.begin(handle(), operation, scratch.state());
      poller().begun(operation, entry(), result);
    } finally {
      scratches.give(scratch);
    }
  }

  @Override
  int readiness(int found, int direction) {
    int broken =
        Constants.AFD_POLL_ABORT | Constants.AFD_POLL_LOCAL_CLOSE | Constants.AFD_POLL_CONNECT_FAIL;
    if ((found & broken) != 0) {
      wasReset = wasReset || (found & Constants.AFD_POLL_ABORT) != 0;
      return Readiness.READABLE | Readiness.WRITABLE | Readiness.HANGUP;
    }
    int events = (found & Constants.AFD_POLL_DISCONNECT) == 0 ? 0 : Readiness.HANGUP;
    if ((found & Constants.AFD_POLL_RECEIVE_EXPEDITED) != 0) {
      wasUrgentTold = true;
      events |= Readiness.URGENT;
    }
    return events;
  }

  @Override
  int ended(IocpOperation operation, int outcome) {
    int events = super.ended(operation, outcome);
    boolean isBroken = outcome < 0 && (events & Readiness.HANGUP) != 0;
    return isBroken ? events | Readiness.READABLE | Readiness.WRITABLE : events;
  }

  /** What is asked for is looked at before a wait: so a guess is good enough. */
  @Override
  public boolean isDrainedByShortRead() {
    return true;
  }

  /** Has the next read tell an error that was met, and the next look as well. */
  void keepError(int negatedError) {
    keptError = negatedError;
  }

  /** The error that the next read tells; 0 for none. */
  int keptError() {
    return keptError;
  }

  /** Urgent bytes are asked for: so they are of interest again. */
  void askedForUrgent() {
    wasUrgentTold = false;
  }

  // ---- reading

  @Override
  public int tryRead(byte[] destination, int offset, int length) {
    IocpOperation operation = busy(READ);
    if (operation == null) {
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
    MemorySegment to = MemorySegment.ofArray(destination);
    MemorySegment.copy(operation.buffer(), operation.taken(), to, offset, count);
    boolean mayHaveMore = take(operation, count);
    return mayHaveMore && count < length
        ? joinReads(count, readNow(destination, offset + count, length - count))
        : count;
  }

  @Override
  public int tryRead(ByteBuffer destination) {
    if (destination.hasArray()) {
      int offset = destination.arrayOffset() + destination.position();
      return tryRead(destination.array(), offset, destination.remaining());
    }
    IocpOperation operation = busy(READ);
    if (operation == null) {
      return readNow(destination);
    }
    if (!operation.isDone()) {
      return NOT_READY;
    }
    if (operation.result() <= 0) {
      int result = endReceive(operation);
      return result == NOT_READY ? readNow(destination) : result;
    }
    int count = Math.min(operation.left(), destination.remaining());
    MemorySegment to = MemorySegment.ofBuffer(destination);
    MemorySegment.copy(operation.buffer(), operation.taken(), to, 0, count);
    boolean mayHaveMore = take(operation, count);
    if (!mayHaveMore || count == destination.remaining()) {
      return count;
    }
    int rest = destination.remaining() - count;
    return joinReads(count, readNow(destination.slice(destination.position() + count, rest)));
  }

  @Override
  public int tryRead(ByteBuffer[] destinations, int offset, int count) {
    return Vectors.read(this, destinations, offset, count);
  }

  /** Takes bytes of a receive; whether there may be more than the buffer could hold. */
  private boolean take(IocpOperation operation, int count) {
    boolean isCut = operation.result() == ReceiveBuffers.SIZE;
    if (!operation.take(count)) {
      return false;
    }
    isLarge = isCut;
    giveBuffer(operation);
    return isCut;
  }

  /** Ends a receive without bytes: 0 at the end, an error, or NOT_READY to try in another way. */
  private int endReceive(IocpOperation operation) {
    int result = operation.result();
    giveBuffer(operation);
    return result == -WindowsErrors.ERROR_OPERATION_ABORTED
        ? NOT_READY
        : orReset(SocketErrors.ofRead(result));
  }

  private int readNow(byte[] destination, int offset, int length) {
    if (keptError != 0) {
      return takeKeptError();
    }
    Scratch scratch = scratches.take();
    try {
      int total = 0;
      while (true) {
        int wanted = Math.min(length - total, Scratch.SIZE);
        int n = receive(scratch, scratch.segment(), wanted);
        if (n > 0) {
          scratch.get(destination, offset + total, n);
        }
        if (n != wanted || total + n == length) {
          return noteSize(joinReads(total, n));
        }
        total += n;
      }
    } finally {
      scratches.give(scratch);
    }
  }

  private int readNow(ByteBuffer destination) {
    if (keptError != 0) {
      return takeKeptError();
    }
    Scratch scratch = scratches.take();
    try {
      MemorySegment to = MemorySegment.ofBuffer(destination);
      return noteSize(receive(scratch, to, destination.remaining()));
    } finally {
      scratches.give(scratch);
    }
  }

  private int receive(Scratch scratch, MemorySegment to, int length) {
    return orReset(
        SocketErrors.ofRead(WinsockBytes.recv(handle(), to, length, 0, scratch.state())));
  }

  /** The result of a read: a poll that finds a reset may take its error away and leave an end. */
  int orReset(int result) {
    if (result == 0 && wasReset) {
      wasReset = false;
      return -WindowsErrors.WSAECONNRESET;
    }
    return result;
  }

  /** Learns from a read whether the next will fit a buffer. */
  private int noteSize(int result) {
    if (result > 0) {
      isLarge = result > ReceiveBuffers.SIZE;
    }
    return result;
  }

  /** The result of a read that went on after having got something. */
  int joinReads(int before, int last) {
    if (before == 0) {
      return last;
    }
    if (last < 0 && last != NOT_READY) {
      keptError = last;
    }
    return before + Math.max(last, 0);
  }

  private int takeKeptError() {
    int error = keptError;
    keptError = 0;
    return error;
  }

  // ---- writing

  @Override
  public int tryWrite(byte[] source, int offset, int length) {
    Scratch scratch = scratches.take();
    try {
      int wanted = Math.min(length, Scratch.SIZE);
      scratch.put(source, offset, wanted);
      return send(scratch, scratch.segment(), wanted);
    } finally {
      scratches.give(scratch);
    }
  }

  @Override
  public int tryWrite(ByteBuffer source) {
    if (source.hasArray()) {
      int offset = source.arrayOffset() + source.position();
      return tryWrite(source.array(), offset, source.remaining());
    }
    Scratch scratch = scratches.take();
    try {
      if (source.isDirect()) {
        return send(scratch, MemorySegment.ofBuffer(source), source.remaining());
      }
      int wanted = Math.min(source.remaining(), Scratch.SIZE);
      scratch.bytes().put(0, source, source.position(), wanted);
      return send(scratch, scratch.segment(), wanted);
    } finally {
      scratches.give(scratch);
    }
  }

  @Override
  public int tryWrite(ByteBuffer[] sources, int offset, int count) {
    return Vectors.write(this, scratches, sources, offset, count);
  }

  /** Sends what is in scratch memory. */
  int send(Scratch scratch, MemorySegment from, int length) {
    return SocketErrors.ofWrite(WinsockBytes.send(handle(), from, length, 0, scratch.state()));
  }

  // ---- connections

  @Override
  public int tryConnect(NativeAddress peer) {
    return connecting.tryConnect(peer);
  }

  @Override
  public StreamTransfer stream() {
    return new SocketStream(this, scratches);
  }

  /** The operation of the writer, if it connects. */
  @Nullable IocpOperation connect() {
    IocpOperation operation = busy(WRITE);
    return operation != null && operation.kind() == IocpOperation.CONNECT ? operation : null;
  }
}
