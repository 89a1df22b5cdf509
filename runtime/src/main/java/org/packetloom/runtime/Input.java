// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.packetloom.FailureDetail;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/**
 * Reads through a {@link Handle}: attempt, wait, attempt again.
 *
 * <p>Each kind of destination has its own loop around the one attempt that differs, so that the
 * compiler sees one type in each and nothing is allocated.
 */
final class Input {
  private static final String READ = "read";
  private static final int END = -1;

  private final Handle handle;
  private final Transfer transfer;
  private final boolean isBlocking;

  Input(Handle handle, boolean isBlocking) {
    this.handle = handle;
    this.transfer = handle.transfer();
    this.isBlocking = isBlocking;
  }

  int read(byte[] destination, int offset, int length) throws IOException {
    handle.begin(Transfer.READ, READ);
    try {
      int seen;
      int result;
      do {
        seen = handle.ready();
        result =
            isWorthTrying(seen)
                ? transfer.tryRead(destination, offset, length)
                : Transfer.NOT_READY;
      } while (isBlocking && isPending(result, seen, 0));
      return outcome(result, length, seen, 0);
    } finally {
      handle.end(Transfer.READ);
    }
  }

  int read(ByteBuffer destination) throws IOException {
    handle.begin(Transfer.READ, READ);
    try {
      int length = destination.remaining();
      int seen;
      int result;
      do {
        seen = handle.ready();
        result = isWorthTrying(seen) ? transfer.tryRead(destination) : Transfer.NOT_READY;
      } while (isBlocking && isPending(result, seen, 0));
      return moved(destination, outcome(result, length, seen, 0));
    } finally {
      handle.end(Transfer.READ);
    }
  }

  void readFully(ByteBuffer destination) throws IOException {
    handle.begin(Transfer.READ, "read fully");
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

  long read(ByteBuffer[] destinations, int offset, int count) throws IOException {
    handle.begin(Transfer.READ, READ);
    try {
      int seen;
      int result;
      do {
        seen = handle.ready();
        result =
            isWorthTrying(seen)
                ? transfer.tryRead(destinations, offset, count)
                : Transfer.NOT_READY;
      } while (isBlocking && isPending(result, seen, 0));
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
      int seen = handle.ready();
      int result = isAlive(seen) ? transfer.tryRead(destination) : Transfer.NOT_READY;
      return moved(destination, outcome(result, destination.remaining(), seen, 0));
    } finally {
      handle.release(Transfer.READ);
    }
  }

  private int readSome(ByteBuffer destination, int before, boolean mayWait) throws IOException {
    int length = destination.remaining();
    int seen;
    int result;
    do {
      seen = handle.ready();
      result = isWorthTrying(seen) ? transfer.tryRead(destination) : Transfer.NOT_READY;
    } while (mayWait && isPending(result, seen, before));
    return moved(destination, outcome(result, length, seen, before));
  }

  /** Whether an attempt makes sense at all. */
  private static boolean isAlive(int seen) {
    return (seen & (Handle.FAILED | Handle.INPUT_ENDED)) == 0;
  }

  /** Whether an attempt may get somewhere; a call that will not wait for an event tries anyway. */
  private boolean isWorthTrying(int seen) {
    return isAlive(seen) && ((seen & Readiness.READABLE) != 0 || !isBlocking);
  }

  /** Whether to attempt again, after waiting until that makes sense. */
  private boolean isPending(int result, int seen, long moved) throws IOException {
    if (result != Transfer.NOT_READY || !isAlive(seen)) {
      return false;
    }
    handle.await(Transfer.READ, READ, seen, moved);
    return true;
  }

  /** The count, −1 for the end, 0 for not now; or the exception. */
  private int outcome(int result, int length, int seen, long moved) throws IOException {
    if (result > 0) {
      handle.lane(Transfer.READ).count(result);
      if (result < length && handle.isDrained(seen)) {
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
