// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.unix.ReactorTransfer;
import org.packetloom.platform.unix.TransferMemory;

/**
 * The reading of a {@link UringTransfer}: a receive for whoever waits, or one that goes on.
 *
 * <p><b>One for each wait</b> is what there is at first. It is submitted as a receive of as many
 * bytes as the caller has room for: so nothing is ever received that nobody asked for, and whoever
 * peeks, splices, counts or gives the descriptor away finds everything in the kernel.
 *
 * <p><b>One that goes on</b> takes its place once reads of a TCP connection have had to wait {@link
 * UringKinds#WAITS} times for messages that fit a buffer. From then on bytes may be held here that
 * nobody has read: at most what lay in the kernel at once, as it is cancelled where a buffer is
 * full or more than {@link #MOST_HELD} bytes are unread. Reads take these first; so do peeks, and
 * splicing writes them into the pipe. Who wants to have the descriptor itself says so by {@link
 * #holdNothing()}, after which it does not go on, nor begins anew.
 *
 * <p>What was received is lent where it lies if all of it is there, and nobody has begun to take
 * it. The buffer stays the reader's meanwhile, and goes back in the one way in which it does after
 * any other read.
 *
 * <p>Messages beyond a buffer are not copied through one: while they come, reads are polls and
 * system calls.
 */
abstract class UringReader extends ReactorTransfer {
  /** So many bytes that nobody reads, and it does not go on. */
  private static final int MOST_HELD = 4 * ReceiveBuffers.SIZE;

  private final SystemCalls calls;

  /** Replaced before it is registered, by whoever registers it. */
  private UringPoller poller;

  /** Null until first used, and written by the reader. */
  private volatile @Nullable UringOperation reading;

  private volatile boolean mayHold; // bytes that nobody asked for; ends once

  private boolean isLarge; // the reader's; the last bytes did not fit a buffer
  private int waits; // the reader's; for small messages, one after another

  UringReader(Attachment attachment, UringPoller poller, SystemCalls calls, TransferMemory memory) {
    super(attachment, calls.unix(), memory);
    this.poller = poller;
    this.calls = calls;
    this.mayHold = kind() == DescriptorKind.TCP;
  }

  final UringPoller poller() {
    return poller;
  }

  final void poller(UringPoller other) {
    poller = other;
  }

  final @Nullable UringOperation reading() {
    return reading;
  }

  final void reading(UringOperation fresh) {
    reading = fresh;
  }

  // ---- reading

  /** Whether the system has to be asked: there is no receive, nor anything that one has left. */
  private static boolean mustAsk(@Nullable UringOperation operation) {
    return operation == null || operation.isIdle() && !operation.hasUnread() || operation.isPoll();
  }

  @Override
  public final int tryRead(byte[] destination, int offset, int length) {
    UringOperation operation = reading;
    if (operation == null || mustAsk(operation)) {
      return readNow(destination, offset, length);
    }
    boolean isDone = operation.isDone(); // before what it has brought is looked at
    if (operation.isReceiving()) {
      int count = operation.read(poller.received(), destination, offset, length);
      if (count > 0) {
        isLarge = operation.takeFull();
        return count;
      }
    }
    if (!isDone) {
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
  public final int tryRead(ByteBuffer destination) {
    if (destination.hasArray()) {
      int offset = destination.arrayOffset() + destination.position();
      return tryRead(destination.array(), offset, destination.remaining());
    }
    UringOperation operation = reading;
    if (operation == null || mustAsk(operation)) {
      return noteSize(super.tryRead(destination));
    }
    boolean isDone = operation.isDone();
    if (operation.isReceiving()) {
      int count = operation.read(poller.received(), destination);
      if (count > 0) {
        isLarge = operation.takeFull();
        return count;
      }
    }
    if (!isDone) {
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
  public final int tryRead(ByteBuffer[] destinations, int offset, int count) {
    UringOperation operation = reading;
    if (mustAsk(operation)) {
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
        if (mustAsk(operation)) {
          return total;
        }
      }
    }
    return total;
  }

  /** What may have been cut is copied, as more is to be read behind it. */
  @Override
  public final ByteBuffer lend(int most) {
    UringOperation operation = reading;
    if (operation == null) {
      return NOTHING;
    }
    ReceiveBuffers buffers = poller.received();
    if (operation.hasUnread()) {
      int only = operation.only(buffers, Math.min(most, ReceiveBuffers.SIZE - 1));
      return only < 0 ? NOTHING : buffers.lend(only, buffers.length(only));
    }
    return !operation.isUntouched(most) || operation.isCut()
        ? NOTHING
        : buffers.lend(operation.buffer(), operation.result());
  }

  @Override
  public final void endLending(int taken) {
    UringOperation operation = reading;
    if (operation == null) {
      throw new IllegalStateException("nothing is lent");
    }
    poller.received().endLending();
    if (operation.hasUnread()) {
      operation.take(poller.received(), taken);
    } else {
      take(operation, taken);
    }
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
    if (isVoid(result)) {
      return NOT_READY;
    }
    return result == 0 && hasKeptError() ? takeKeptError() : result; // a look has met it first
  }

  /** Whether a receive has ended out of buffers, as cancelled, or for the kernel's own reasons. */
  private static boolean isVoid(int result) {
    return switch (-result) {
      case LinuxErrors.ENOBUFS, LinuxErrors.ECANCELED, LinuxErrors.EINTR, LinuxErrors.EAGAIN ->
          true;
      default -> false;
    };
  }

  /** Forgets a DONE receive that only says to try in another way; false if it says more. */
  final boolean tryDropVoid(UringOperation operation) {
    if (operation.kind() == UringOperation.SEND || !isVoid(operation.result())) {
      return false;
    }
    operation.drop(poller);
    return true;
  }

  // ---- waiting

  /** Prepares an IDLE operation to receive; false if it has to be a poll. */
  final boolean isToReceive(UringOperation operation, int most) {
    if (operation.isReceiving()) {
      waits = 0; // it went on and has ended: there was a reason
    }
    return most > 0 && !isLarge && UringKinds.isStream(kind());
  }

  /** The kind of the receive that a wait begins. */
  final int kindOfReceive() {
    if (!mayHold || !poller.isDeferred()) {
      return UringOperation.RECEIVE;
    }
    if (waits < poller.pace().waitsBeforeStaying()) {
      waits++;
      return UringOperation.RECEIVE;
    }
    return UringOperation.RECEIVE_STAYING;
  }

  /** Whether a receive may go on while nobody waits. */
  final boolean mayHold() {
    return mayHold;
  }

  /** The runner: a receive that goes on has brought bytes, or has ended with an outcome. */
  final void received(UringOperation operation, int result, int buffer) {
    if (buffer < 0) {
      return;
    }
    if (result > 0) {
      operation.arrive(poller.received(), buffer, result);
    } else {
      poller.received().giveBack(buffer);
    }
  }

  /** Whether it had better not go on. */
  final boolean isTooMuch(UringOperation operation, int result) {
    return result == ReceiveBuffers.SIZE || !mayHold || operation.unread() > MOST_HELD;
  }

  /** Has a receive that goes on end, if it does not anyway. */
  final void end(UringOperation operation) {
    if (operation.cancel()) {
      poller.submit(operation);
    }
  }

  @Override
  public final void endHolding() {
    mayHold = false;
    UringOperation operation = reading;
    if (operation != null && operation.isGoingOn()) {
      end(operation);
    }
  }

  /** Whether the kernel has something that the ring is about to bring. */
  final boolean isComing() {
    return calls.unix().polls().poll(descriptor(), Constants.POLLIN) != 0;
  }

  // ---- what is held

  @Override
  public final int held() {
    UringOperation operation = reading;
    return operation == null ? 0 : operation.unread();
  }

  @Override
  public final boolean holdsFailure() {
    UringOperation operation = reading;
    boolean hasFailed = operation != null && operation.isDone() && operation.result() < 0;
    return hasFailed && !isVoid(operation.result()) || super.holdsFailure();
  }

  @Override
  public final void holdNothing() {
    mayHold = false; // before the look: the runner submits none that goes on after this
    UringOperation operation = reading;
    if (operation == null) {
      return;
    }
    UringPatience patience = new UringPatience(poller);
    while (operation.isGoingOn() && tag() != NO_TAG) {
      end(operation);
      if (!patience.tryStep(UringPatience.FOR_RUNNER_NANOS)) {
        break;
      }
    }
    patience.end();
  }

  @Override
  public final boolean isReadingBeforehand() {
    UringOperation operation = reading;
    return operation != null && operation.isGoingOn();
  }

  @Override
  public final int peekHeld(ByteBuffer destination) {
    UringOperation operation = reading;
    if (operation == null || mustAsk(operation)) {
      return 0;
    }
    boolean isDone = operation.isDone(); // before what it has brought is looked at
    int count = operation.peek(poller.received(), destination);
    boolean isError = count == 0 && isDone && operation.result() < 0;
    return isError && !isVoid(operation.result()) ? operation.result() : count;
  }

  @Override
  public final boolean isHolding() {
    UringOperation operation = reading;
    return operation != null && !mustAsk(operation) && operation.isReceiving();
  }
}
