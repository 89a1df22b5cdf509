// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.packetloom.FailureDetail;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.StreamTransfer;
import org.packetloom.platform.Transfer;

/**
 * Reads through a {@link Handle}: attempt, wait, attempt again.
 *
 * <p>Each kind of destination has its own loop around the one attempt that differs, so that the
 * compiler sees one type in each and nothing is allocated. What {@link Ahead} keeps comes before
 * anything else.
 */
final class Input {
  static final int END = -1;

  private static final String READ = "read";

  private final Handle handle;
  private final Transfer transfer;
  private final boolean isBlocking;

  /** Keeps the connector reachable while this is: see {@link OpenConnector}. */
  @SuppressWarnings("unused")
  private final Object connector;

  /** What was read and not consumed, null until first used; written under queueLock. */
  private volatile @Nullable Ahead ahead;

  /** Whether bytes were looked at in the system's own buffer; guarded by the turn. */
  private boolean wasPeeked;

  Input(Handle handle, boolean isBlocking, Object connector) {
    this.handle = handle;
    this.transfer = handle.transfer();
    this.isBlocking = isBlocking;
    this.connector = connector;
  }

  int read(byte[] destination, int offset, int length) throws IOException {
    begin(READ);
    try {
      Ahead kept = kept();
      if (kept != null) {
        return kept.take(destination, offset, length);
      }
      while (true) {
        int seen = handle.ready();
        int result =
            isWorthTrying(seen)
                ? transfer.tryRead(destination, offset, length)
                : Transfer.NOT_READY;
        if (!isWaitDue(result, seen)) {
          return outcome(result, length, seen, 0);
        }
        handle.await(Transfer.READ, READ, seen, 0, length); // here, for the sake of small stacks
      }
    } finally {
      handle.end(Transfer.READ);
    }
  }

  int read(ByteBuffer destination) throws IOException {
    begin(READ);
    try {
      Ahead kept = kept();
      if (kept != null) {
        return kept.take(destination);
      }
      int length = destination.remaining();
      while (true) {
        int seen = handle.ready();
        int result = isWorthTrying(seen) ? transfer.tryRead(destination) : Transfer.NOT_READY;
        if (!isWaitDue(result, seen)) {
          return moved(destination, outcome(result, length, seen, 0));
        }
        handle.await(Transfer.READ, READ, seen, 0, length);
      }
    } finally {
      handle.end(Transfer.READ);
    }
  }

  void readFully(ByteBuffer destination) throws IOException {
    begin("read fully");
    try {
      int moved = 0;
      while (destination.hasRemaining()) {
        int result = readSome(destination, moved, true);
        if (result == END) {
          throw new EOFException(
              FailureDetail.atOnce("read fully", handle.endpoints(Transfer.READ), "end of stream")
                      .message()
                  + " of "
                  + (moved + destination.remaining()));
        }
        moved += result;
      }
    } finally {
      handle.end(Transfer.READ);
    }
  }

  /** Reads until the buffer is full or the stream ends; waits whatever {@code blocking} says. */
  int readAll(ByteBuffer destination) throws IOException {
    begin(READ);
    try {
      int moved = 0;
      while (destination.hasRemaining()) {
        int result = readSome(destination, moved, true);
        if (result == END) {
          return moved == 0 ? END : moved;
        }
        moved += result;
      }
      return moved;
    } finally {
      handle.end(Transfer.READ);
    }
  }

  long read(ByteBuffer[] destinations, int offset, int count) throws IOException {
    begin(READ);
    try {
      Ahead kept = kept();
      if (kept != null) {
        return kept.take(destinations, offset, count);
      }
      int seen;
      int result;
      do {
        seen = handle.ready();
        result =
            isWorthTrying(seen)
                ? transfer.tryRead(destinations, offset, count)
                : Transfer.NOT_READY;
      } while (isBlocking
          && isPending(result, seen, 0, Positions.most(destinations, offset, count)));
      // a cap of the platform may be why it is short: that shows nothing
      int moved = outcome(result, result, seen, 0);
      Positions.advance(destinations, offset, count, Math.max(0, moved));
      return moved;
    } finally {
      handle.end(Transfer.READ);
    }
  }

  /** Reads what is there; 0 if nothing is, or another thread is reading. */
  int tryRead(ByteBuffer destination) throws IOException {
    if (!handle.tryTake(Transfer.READ, READ)) {
      return 0;
    }
    try {
      Ahead kept = kept();
      if (kept != null) {
        return kept.take(destination);
      }
      int seen = handle.ready();
      int result = isAlive(seen) ? transfer.tryRead(destination) : Transfer.NOT_READY;
      if (ReadyWait.isBrought(handle, result)) {
        result = transfer.tryRead(destination);
      }
      return moved(destination, outcome(result, destination.remaining(), seen, 0));
    } finally {
      handle.release(Transfer.READ);
    }
  }

  /** As above, into several buffers, of which one has room. */
  long tryRead(ByteBuffer[] destinations, int offset, int count) throws IOException {
    if (!handle.tryTake(Transfer.READ, READ)) {
      return 0;
    }
    try {
      Ahead kept = kept();
      if (kept != null) {
        return kept.take(destinations, offset, count);
      }
      int seen = handle.ready();
      int result =
          isAlive(seen) ? transfer.tryRead(destinations, offset, count) : Transfer.NOT_READY;
      if (ReadyWait.isBrought(handle, result)) {
        result = transfer.tryRead(destinations, offset, count);
      }
      int moved = outcome(result, result, seen, 0);
      Positions.advance(destinations, offset, count, Math.max(0, moved));
      return moved;
    } finally {
      handle.release(Transfer.READ);
    }
  }

  /** Takes the urgent byte; 0 if there is none, or another thread is reading. */
  int tryReadUrgent(StreamTransfer stream, ByteBuffer destination) throws IOException {
    if (!handle.tryTake(Transfer.READ, READ)) {
      return 0;
    }
    try {
      int seen = handle.ready();
      int result = isAlive(seen) ? stream.tryReceiveUrgent(destination) : Transfer.NOT_READY;
      return result == StreamTransfer.UNSUPPORTED
          ? result
          : moved(destination, outcome(result, result, seen, 0));
    } finally {
      handle.release(Transfer.READ);
    }
  }

  // ---- what others build on

  /**
   * Fills a buffer or a pipe on the way to somewhere else; neither is lent while this waits.
   *
   * @return the number of bytes or −1, or {@link StreamTransfer#UNSUPPORTED} of a pipe
   */
  int fill(Vessel vessel) throws IOException {
    begin(READ);
    try {
      Ahead kept = kept();
      if (kept != null) {
        return vessel.takeFrom(kept);
      }
      return fillFromSystem(vessel, true);
    } finally {
      handle.end(Transfer.READ);
    }
  }

  /** As {@link #fill}, under the turn, and past what is kept. */
  int fillFromSystem(Vessel vessel, boolean mayWait) throws IOException {
    int seen;
    int result;
    do {
      seen = handle.ready();
      result = isWorthTrying(seen) ? vessel.tryFill(transfer) : Transfer.NOT_READY;
    } while (mayWait && isPending(result, seen, 0, vessel.room()));
    return result == StreamTransfer.UNSUPPORTED ? result : outcome(result, vessel.room(), seen, 0);
  }

  /** What {@link #fill} fills, once there seems to be something to fill it with. */
  interface Vessel {
    /** One attempt; keeps hold of no memory or pipe that got nothing. */
    int tryFill(Transfer from);

    /** Bytes that were kept, as many as it can; 0 if it cannot take any. */
    int takeFrom(Ahead kept);

    /** Fewer bytes than this show that there were no more; 0 if nothing shows that. */
    int room();
  }

  /** Begins a call; one that comes from within a consumer would wait for itself. */
  void begin(String operation) throws IOException {
    Ahead used = ahead;
    if (used != null) {
      used.ensureNotConsuming();
    }
    handle.begin(Transfer.READ, operation);
  }

  /** Reads some bytes under the turn, those that are kept first. */
  int readSome(ByteBuffer destination, int before, boolean mayWait) throws IOException {
    Ahead kept = kept();
    if (kept != null) {
      return kept.take(destination);
    }
    int length = destination.remaining();
    int seen;
    int result;
    do {
      seen = handle.ready();
      result = isWorthTrying(seen) ? transfer.tryRead(destination) : Transfer.NOT_READY;
    } while (mayWait && isPending(result, seen, before, length));
    return moved(destination, outcome(result, length, seen, before));
  }

  /** Looks at bytes in the system's own buffer, under the turn. */
  int peekSome(StreamTransfer stream, ByteBuffer destination, boolean mayWait) throws IOException {
    wasPeeked = true;
    int seen;
    int result;
    do {
      seen = handle.ready();
      result = isWorthTrying(seen) ? stream.tryPeek(destination) : Transfer.NOT_READY;
    } while (mayWait && isPending(result, seen, 0, 0));
    if (result == StreamTransfer.UNSUPPORTED) {
      return result;
    }
    return moved(destination, result > 0 ? result : outcome(result, 0, seen, 0));
  }

  /** Prepares for much to be read. */
  void expectMuch(StreamTransfer stream) throws IOException {
    handle.enter(READ);
    try {
      stream.expectMuch();
    } finally {
      handle.leave();
    }
  }

  boolean isBlocking() {
    return isBlocking;
  }

  Handle handle() {
    return handle;
  }

  /** Whether bytes were read beforehand that the next read gets, and that nobody has looked at. */
  boolean hasKept() {
    Ahead known = ahead;
    return known != null && known.hasUnseen() || transfer.held() > 0;
  }

  /** What looks ahead; null if nothing ever did. */
  @Nullable Ahead ahead() {
    return ahead;
  }

  /** From now on bytes may be kept: by this, or by another that was faster. */
  Ahead beginAhead(Ahead fresh) {
    handle.queueLock.lock();
    try {
      Ahead existing = ahead;
      if (existing != null) {
        return existing;
      }
      ahead = fresh;
      return fresh;
    } finally {
      handle.queueLock.unlock();
    }
  }

  /** What was read and not consumed, null if nothing is; under the turn. */
  private @Nullable Ahead kept() {
    Ahead used = ahead;
    return used == null || used.isEmpty() || !isAlive(handle.ready()) ? null : used;
  }

  // ---- attempts and their outcomes

  /** Whether an attempt makes sense at all. */
  static boolean isAlive(int seen) {
    return (seen & (Handle.FAILED | Handle.INPUT_ENDED)) == 0;
  }

  /** Whether an attempt may get somewhere; a call that will not wait for an event tries anyway. */
  private boolean isWorthTrying(int seen) {
    return isAlive(seen) && ((seen & Readiness.READABLE) != 0 || !isBlocking);
  }

  /** Whether a call that may wait has to. */
  private boolean isWaitDue(int result, int seen) {
    return result == Transfer.NOT_READY && isBlocking && isAlive(seen);
  }

  /** Whether to attempt again, for at most so many bytes, after waiting until that makes sense. */
  private boolean isPending(int result, int seen, long moved, int most) throws IOException {
    if (result != Transfer.NOT_READY || !isAlive(seen)) {
      return false;
    }
    handle.await(Transfer.READ, READ, seen, moved, most);
    return true;
  }

  /** The count, −1 for the end, 0 for not now; or the exception. */
  private int outcome(int result, int length, int seen, long moved) throws IOException {
    if (result > 0) {
      handle.countRead(result);
      if (result < length && !wasPeeked && handle.isDrained(seen)) {
        handle.clear(seen, Transfer.READ);
      }
      return result;
    }
    if (result == 0 || (seen & Handle.INPUT_ENDED) != 0) {
      return END;
    }
    if (result == Transfer.NOT_READY) {
      handle.ensurePolled(seen, READ, Transfer.READ, moved);
      return 0;
    }
    throw handle.failure(READ, Transfer.READ, result, moved);
  }

  private static int moved(ByteBuffer destination, int count) {
    if (count > 0) {
      destination.position(destination.position() + count);
    }
    return count;
  }
}
