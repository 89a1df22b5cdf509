// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.nio.ByteBuffer;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.ErrorKind;
import org.packetloom.platform.ForeignDescriptors;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/**
 * One direction of a descriptor that may wait in its calls: files, and whatever belongs to others
 * and cannot be had in a better way. Attempts are made on threads of {@link Errands}.
 *
 * <p>An attempt first asks whether anything is ready, without waiting: the system says yes for
 * whatever it cannot watch, such as files. If something is, the call is made by another thread, and
 * pending until that has come back; what is not ready is told by the poller, which is given the
 * descriptor for that purpose alone, and may refuse it.
 *
 * <p><b>A read that is given up</b> leaves at once. What its call gets later is kept, and handed
 * out by the next read. A call takes no more than was asked for. <b>A write that is given up</b>
 * waits for its call, which ends soon, as it has no more bytes than something that is ready takes:
 * so it is known how many are gone.
 *
 * <p>If the descriptor is to be closed while a call has it, the thread that made the call does so.
 *
 * <p>Fields without a guard belong to whoever has the turn of the direction.
 */
final class WaitingTransfer extends StandInTransfer {
  /** The most that is moved at once. */
  private static final int MOST = 64 << 10;

  /** What is written at once where the system tells when there is room: PIPE_BUF, in limits.h. */
  private static final int LEAST_ROOM = 4096;

  private final Engine engine;
  private final ForeignDescriptors foreign;
  private final int descriptor;
  private final int mostToWrite;
  private final boolean isListener;
  private final Transfer events;
  private final Errand reading;
  private final Errand writing;
  private final ByteBuffer bytes = ByteBuffer.allocateDirect(MOST); // the errand's while it runs
  private final Readiness readiness;
  private final NativeAddress.Box accepted = new NativeAddress.Box(); // the errand's, too

  /** How many bytes of the last read were handed out. */
  private int handedOut;

  /** Whether a thread of an errand closes the descriptor. */
  private volatile boolean isLeftToErrand;

  /**
   * Over a descriptor that belongs to this transfer alone.
   *
   * @param isFile whether a write of any size ends soon
   * @param isListener whether it accepts connections
   */
  WaitingTransfer(
      Engine engine,
      Errands errands,
      int descriptor,
      boolean isFile,
      boolean isListener,
      Readiness readiness) {
    this.engine = engine;
    this.foreign = engine.platform().foreign();
    this.descriptor = descriptor;
    this.isListener = isListener;
    this.mostToWrite = isFile ? MOST : LEAST_ROOM;
    this.readiness = readiness;
    this.events = engine.attach(descriptor, DescriptorKind.DEVICE, readiness);
    this.reading = new Errand(errands, () -> readiness.ready(READ));
    this.writing = new Errand(errands, () -> readiness.ready(WRITE));
  }

  @Override
  public int descriptor() {
    return isLeftToErrand ? -1 : descriptor;
  }

  /** An errand that came back earlier is told once more, as readiness of before is forgotten. */
  @Override
  public int register() {
    // refused for what is always ready (EPERM of epoll): then there is nothing to be told
    int unused = events.register();
    readiness.ready((reading.isDone() ? READ : 0) | (writing.isDone() ? WRITE : 0));
    return 0;
  }

  @Override
  public boolean isPersistent(int direction) {
    return events.isPersistent(direction);
  }

  /** While an errand runs, what is ready is being dealt with, and need not be told. */
  @Override
  public int arm(int direction, int most) {
    Errand errand = direction == READ ? reading : writing;
    return errand.isIdle() ? events.arm(direction, 0) : 0;
  }

  private boolean isReady(int direction) {
    int now = foreign.readiness(descriptor);
    return now < 0 || (now & direction) != 0; // what is wrong, the call itself tells
  }

  // ---- reading

  @Override
  public int tryRead(byte[] destination, int offset, int length) {
    int available = tryFetch(length);
    if (available <= 0) {
      return available;
    }
    int part = Math.min(available, length);
    bytes.get(handedOut, destination, offset, part);
    handOut(part);
    return part;
  }

  @Override
  public int tryRead(ByteBuffer destination) {
    int available = tryFetch(destination.remaining());
    if (available <= 0) {
      return available;
    }
    int part = Math.min(available, destination.remaining());
    destination.put(destination.position(), bytes, handedOut, part);
    handOut(part);
    return part;
  }

  @Override
  public int tryRead(ByteBuffer[] destinations, int offset, int count) {
    int first = offset;
    while (!destinations[first].hasRemaining()) {
      first++;
    }
    return tryRead(destinations[first]);
  }

  /** Bytes that can be handed out, 0 at the end, NOT_READY, or the negated error number. */
  private int tryFetch(int length) {
    if (reading.isIdle() && isReady(READ)) {
      int most = Math.min(length, MOST);
      handedOut = 0;
      reading.begin(() -> foreign.readWaiting(descriptor, bytes.clear().limit(most)));
      return NOT_READY;
    }
    if (!reading.isDone()) {
      return NOT_READY;
    }
    int left = reading.result() - handedOut;
    return reading.result() > 0 ? left : taken(reading);
  }

  private void handOut(int part) {
    handedOut += part;
    if (handedOut == reading.result()) {
      int unused = reading.take();
    }
  }

  /** A result that is no count of bytes; one of a non-blocking file that had nothing is none. */
  private int taken(Errand errand) {
    int result = errand.take();
    boolean isNothing = result < 0 && engine.platform().errors().kind(-result) == ErrorKind.BUSY;
    return isNothing ? NOT_READY : result;
  }

  // ---- writing

  @Override
  public int tryWrite(byte[] source, int offset, int length) {
    return tryWrite(ByteBuffer.wrap(source, offset, length));
  }

  @Override
  public int tryWrite(ByteBuffer source) {
    if (writing.isIdle() && isReady(WRITE)) {
      int part = Math.min(source.remaining(), mostToWrite);
      bytes.clear().put(0, source, source.position(), part).limit(part);
      writing.begin(() -> foreign.writeWaiting(descriptor, bytes));
      return NOT_READY;
    }
    return writing.isDone() ? taken(writing) : NOT_READY;
  }

  @Override
  public int tryWrite(ByteBuffer[] sources, int offset, int count) {
    int first = offset;
    while (!sources[first].hasRemaining()) {
      first++;
    }
    return tryWrite(sources[first]);
  }

  // ---- accepting

  @Override
  public int tryAccept(NativeAddress.Box peer) {
    if (reading.isIdle() && isReady(READ)) {
      reading.begin(() -> foreign.acceptWaiting(descriptor, accepted));
      return NOT_READY;
    }
    if (!reading.isDone()) {
      return NOT_READY;
    }
    peer.put(accepted.address());
    return taken(reading);
  }

  // ---- ending

  @Override
  public int cancel(int direction) {
    if (direction == READ || writing.isIdle()) {
      return 0;
    }
    return writing.isDone() ? 1 : NOT_READY;
  }

  @Override
  public void deregister(boolean isShared) {
    events.deregister(true);
    isLeftToErrand =
        reading.abandon(
            () -> {
              close(descriptor);
              closeAccepted();
            });
    if (!isLeftToErrand && reading.isDone()) {
      closeAccepted();
    }
  }

  /** Nobody will ask for the connection that was accepted last. */
  private void closeAccepted() {
    if (isListener && reading.result() >= 0) {
      close(reading.result());
    }
  }

  private void close(int closed) {
    int unused = engine.platform().descriptors().close(closed); // it is gone whatever it says
  }
}
