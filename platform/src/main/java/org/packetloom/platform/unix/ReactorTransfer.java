// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.LocalTransfer;
import org.packetloom.platform.MessageTransfer;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.StreamTransfer;

/**
 * Attempts system calls on a non-blocking descriptor; the pollers add when to attempt them again.
 *
 * <p>Each kind of memory has its way: an array, and a buffer over one, goes to the kernel as it is,
 * in a prompt call that is cut to {@link #PROMPT_BYTES}; so does a direct buffer, but in a waiting
 * call of any size beyond that; a read-only buffer over an array has to be copied. The ways are
 * separate small methods, which keeps them free of allocation (see {@link LibCBytes}).
 *
 * <p>A read goes on after a cut until it got less than it could: a result less than asked for thus
 * shows that the descriptor had no more. An error met on the way is kept for the next read, as the
 * kernel tells it once.
 */
public abstract class ReactorTransfer extends HoldingTransfer {
  /** The most that a call moves which the collector has to wait for. */
  public static final int PROMPT_BYTES = 128 << 10;

  private static final String NO_MESSAGES = "moves no messages";

  private final int descriptor;
  private final DescriptorKind kind;
  private final Readiness readiness;
  private final UnixCalls calls;
  private final ByteCalls bytes;
  private final TransferMemory memory;
  private final Errno errno; // the reader's and the writer's
  private final @Nullable AddressMemory addresses; // null if it moves no messages
  private int keptError; // the reader's; negated, 0 for none
  private boolean isConnecting; // the writer's
  private boolean
      hasAccepted; // the reader's; by the last attempt, after which there may be no more

  public ReactorTransfer(Attachment attachment, UnixCalls calls, TransferMemory memory) {
    this.descriptor = attachment.descriptor();
    this.kind = attachment.kind();
    this.readiness = attachment.readiness();
    this.calls = calls;
    this.bytes = bytes(attachment.kind(), calls);
    this.memory = memory;
    if (hasMessages(kind)) {
      this.addresses = memory.addresses(calls.system().addresses());
      this.errno = addresses;
    } else {
      this.addresses = null;
      this.errno = bytes.usesErrno() ? memory.transferErrno() : Errno.UNUSED;
    }
  }

  /** What is attached to a poller. */
  public record Attachment(int descriptor, DescriptorKind kind, Readiness readiness) {}

  /** recv(2) and send(2) cost less than read(2) and write(2), which find the socket by a detour. */
  private static ByteCalls bytes(DescriptorKind kind, UnixCalls calls) {
    return switch (kind) {
      case TCP, LOCAL_STREAM, SEQPACKET, SHARED_SOCKET -> calls.socketBytes();
      case PIPE, DATAGRAM, DEVICE, LISTENER, POLLER -> calls.bytes();
    };
  }

  private static boolean hasMessages(DescriptorKind kind) {
    return switch (kind) {
      case SEQPACKET, DATAGRAM, DEVICE -> true;
      case TCP, LOCAL_STREAM, SHARED_SOCKET, PIPE, LISTENER, POLLER -> false;
    };
  }

  public final DescriptorKind kind() {
    return kind;
  }

  public final Readiness readiness() {
    return readiness;
  }

  public final TransferMemory memory() {
    return memory;
  }

  @Override
  public final int descriptor() {
    return descriptor;
  }

  @Override
  public final void failed(Throwable cause) {
    readiness.failed(cause);
  }

  @Override
  public boolean isDrainedByShortRead() {
    // A Unix-domain stream ends a read at a boundary of control data, with more behind it.
    return kind == DescriptorKind.TCP || kind == DescriptorKind.PIPE;
  }

  @Override
  public int tryRead(byte[] destination, int offset, int length) {
    if (keptError != 0) {
      return takeKeptError();
    }
    int wanted = Math.min(length, PROMPT_BYTES);
    int n = bytes.read(descriptor, destination, offset, wanted, errno);
    boolean isOver = n != -UnixErrors.EINTR && (n != wanted || n == length);
    return isOver ? pendingIfAgain(n) : readOn(destination, offset, length, Math.max(n, 0));
  }

  private int readOn(byte[] destination, int offset, int length, int moved) {
    int total = moved;
    while (true) {
      int wanted = Math.min(length - total, PROMPT_BYTES);
      int n = bytes.read(descriptor, destination, offset + total, wanted, errno);
      if (n != -UnixErrors.EINTR && (n != wanted || total + n == length)) {
        return joinReads(total, pendingIfAgain(n));
      }
      total += Math.max(n, 0);
    }
  }

  @Override
  public int tryRead(ByteBuffer destination) {
    if (destination.hasArray()) {
      int offset = destination.arrayOffset() + destination.position();
      return tryRead(destination.array(), offset, destination.remaining());
    }
    if (keptError != 0) {
      return takeKeptError();
    }
    return destination.remaining() > PROMPT_BYTES
        ? readLarge(destination)
        : readDirect(destination);
  }

  @Override
  public int tryRead(ByteBuffer[] destinations, int offset, int count) {
    return Vectors.read(this, destinations, offset, count);
  }

  /** The same as {@link #tryWrite}, and one level of calls less: see {@link LibCBytes}. */
  @Override
  public int beginWrite(byte[] source, int offset, int length) {
    int wanted = Math.min(length, PROMPT_BYTES);
    int n = bytes.write(descriptor, source, offset, wanted, errno);
    return n == -UnixErrors.EINTR ? tryWrite(source, offset, length) : pendingIfAgain(n);
  }

  @Override
  public final int tryWrite(byte[] source, int offset, int length) {
    int wanted = Math.min(length, PROMPT_BYTES);
    int n;
    do {
      n = bytes.write(descriptor, source, offset, wanted, errno);
    } while (n == -UnixErrors.EINTR);
    return pendingIfAgain(n);
  }

  @Override
  public final int tryWrite(ByteBuffer source) {
    if (source.hasArray()) {
      int offset = source.arrayOffset() + source.position();
      return tryWrite(source.array(), offset, source.remaining());
    }
    if (!source.isDirect()) {
      return Vectors.writeCopy(this, source);
    }
    return source.remaining() > PROMPT_BYTES ? writeLarge(source) : writeDirect(source);
  }

  @Override
  public final int tryWrite(ByteBuffer[] sources, int offset, int count) {
    return Vectors.write(this, sources, offset, count);
  }

  @Override
  public final int tryReceive(ByteBuffer destination, NativeAddress.Box sender) {
    MessageReceiver receiver = memory.receiver(calls);
    if (kind == DescriptorKind.DEVICE) {
      return receiver.readPacket(descriptor, destination, errno, sender);
    }
    AddressMemory known = Objects.requireNonNull(addresses, NO_MESSAGES);
    return receiver.receive(descriptor, destination, known, sender);
  }

  @Override
  public final int trySend(ByteBuffer source, NativeAddress peer) {
    AddressMemory known = Objects.requireNonNull(addresses, NO_MESSAGES);
    boolean isDevice = kind == DescriptorKind.DEVICE;
    return memory.sender(calls).send(descriptor, isDevice, source, known, peer);
  }

  @Override
  public final int tryAccept(NativeAddress.Box peer) {
    if (hasAccepted && calls.polls().poll(descriptor, Posix.POLLIN) == 0) {
      hasAccepted = false;
      return NOT_READY; // accept(2) in vain takes ten times as long: it makes the socket first
    }
    int accepted = Accepting.accept(calls, descriptor, peer);
    hasAccepted = accepted >= 0;
    return accepted;
  }

  /**
   * {@inheritDoc}
   *
   * <p>connect(2) itself is asked for the outcome, as only it tells the three cases apart: EALREADY
   * while it goes on, whatever event came; 0 or EISCONN once connected; the error otherwise, or
   * ECONNABORTED if that was taken away. SO_ERROR is 0 in two of them, but has to be asked first
   * where another connect(2) would not tell the error.
   */
  @Override
  public final int tryConnect(NativeAddress peer) {
    byte[] address = new byte[SocketAddresses.SIZE];
    int length = calls.system().addresses().encode(peer, address);
    if (length < 0) {
      return length;
    }
    if (isConnecting && !calls.system().isConnectRepeatable()) {
      int outcome = outcome();
      if (outcome < 0) {
        return outcome;
      }
    }
    int result = calls.descriptors().connect(descriptor, address, length);
    if (result >= 0) {
      return 0;
    }
    return switch (calls.system().errors().of(-result)) {
      // A signal leaves the request under way, just as a non-blocking descriptor does.
      case EINPROGRESS, EINTR -> {
        isConnecting = true;
        yield NOT_READY;
      }
      case EALREADY -> NOT_READY;
      case EISCONN -> isConnecting ? 0 : result;
      default -> result;
    };
  }

  /** Whether a connection was asked for, so that the next event is one of writing. */
  protected final boolean isConnecting() {
    return isConnecting;
  }

  /** SO_ERROR, negated: 0 if the request goes on, or has led to a connection. */
  private int outcome() {
    SocketNumbers sockets = calls.system().sockets();
    int level = sockets.SOL_SOCKET();
    ByteBuffer error = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
    int[] length = {Integer.BYTES};
    int result =
        calls
            .descriptors()
            .getsockopt(descriptor, level, sockets.SO_ERROR(), error.array(), length);
    return result < 0 ? result : -error.getInt(0);
  }

  @Override
  public final MessageTransfer messages() {
    return switch (kind) {
      case DATAGRAM, DEVICE -> new UnixMessageTransfer(this, calls);
      case TCP, LOCAL_STREAM, SEQPACKET, SHARED_SOCKET, PIPE, LISTENER, POLLER ->
          MessageTransfer.NONE;
    };
  }

  @Override
  public final StreamTransfer stream() {
    return switch (kind) {
      case TCP, LOCAL_STREAM, SHARED_SOCKET, PIPE -> new UnixStreamTransfer(this, calls);
      case SEQPACKET, DATAGRAM, DEVICE, LISTENER, POLLER -> StreamTransfer.NONE;
    };
  }

  @Override
  public final Optional<LocalTransfer> local() {
    return switch (kind) {
      case LOCAL_STREAM, SEQPACKET, DATAGRAM -> Optional.of(new UnixLocalTransfer(this, calls));
      case TCP, SHARED_SOCKET, PIPE, DEVICE, LISTENER, POLLER -> Optional.empty();
    };
  }

  @Override
  public int cancel(int direction) {
    return 0;
  }

  /** A read into scratch memory. */
  public final int readScratch(Scratch scratch, int length) {
    int n;
    do {
      n = bytes.read(descriptor, scratch.address(), length, errno);
    } while (n == -UnixErrors.EINTR);
    return pendingIfAgain(n);
  }

  /** A write of scratch memory. */
  public final int writeScratch(Scratch scratch, int length) {
    int n;
    do {
      n = bytes.write(descriptor, scratch.address(), length, errno);
    } while (n == -UnixErrors.EINTR);
    return pendingIfAgain(n);
  }

  /** Has the next read tell an error that the kernel tells once. */
  public final void keepError(int negatedErrno) {
    keptError = negatedErrno;
  }

  /** The result of a read that went on after having got something. */
  public final int joinReads(int before, int last) {
    if (before == 0) {
      return last;
    }
    if (last < 0 && last != NOT_READY) {
      keptError = last;
    }
    return before + Math.max(last, 0);
  }

  public final int takeKeptError() {
    int error = keptError;
    keptError = 0;
    return error;
  }

  public final boolean hasKeptError() {
    return keptError != 0;
  }

  @Override
  public boolean holdsFailure() {
    return hasKeptError();
  }

  private int readDirect(ByteBuffer destination) {
    MemorySegment to = MemorySegment.ofBuffer(destination);
    int n;
    do {
      n = bytes.read(descriptor, to, errno);
    } while (n == -UnixErrors.EINTR);
    return pendingIfAgain(n);
  }

  private int readLarge(ByteBuffer destination) {
    Scratch scratch = memory.take();
    try {
      MemorySegment to = MemorySegment.ofBuffer(destination);
      int n;
      do {
        n = bytes.readLarge(descriptor, to, scratch.memory());
      } while (n == -UnixErrors.EINTR);
      return pendingIfAgain(n);
    } finally {
      memory.give(scratch);
    }
  }

  private int writeDirect(ByteBuffer source) {
    MemorySegment from = MemorySegment.ofBuffer(source);
    int n;
    do {
      n = bytes.write(descriptor, from, errno);
    } while (n == -UnixErrors.EINTR);
    return pendingIfAgain(n);
  }

  private int writeLarge(ByteBuffer source) {
    Scratch scratch = memory.take();
    try {
      MemorySegment from = MemorySegment.ofBuffer(source);
      int n;
      do {
        n = bytes.writeLarge(descriptor, from, scratch.memory());
      } while (n == -UnixErrors.EINTR);
      return pendingIfAgain(n);
    } finally {
      memory.give(scratch);
    }
  }

  /** The result of a call, or {@link #NOT_READY} if it would have had to wait. */
  protected final int pendingIfAgain(int result) {
    return result < 0 ? calls.system().errors().pendingIfAgain(result) : result;
  }
}
