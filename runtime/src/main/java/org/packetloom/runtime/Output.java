// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.packetloom.FailureDetail;
import org.packetloom.SystemFailureException;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.StreamTransfer;
import org.packetloom.platform.Transfer;

/**
 * Writes through a {@link Handle}: a call keeps the turn until all its bytes are taken, so that
 * those of several threads never interleave.
 *
 * <p>Each kind of source has its own loop around the one attempt that differs, so that the compiler
 * sees one type in each and nothing is allocated.
 */
final class Output {
  private static final String WRITE = "write";

  private final Handle handle;
  private final Transfer transfer;
  private final boolean isBlocking;

  /** Keeps the connector reachable while this is: see {@link OpenConnector}. */
  @SuppressWarnings("unused")
  private final Object connector;

  Output(Handle handle, boolean isBlocking, Object connector) {
    this.handle = handle;
    this.transfer = handle.transfer();
    this.isBlocking = isBlocking;
    this.connector = connector;
  }

  int write(byte[] source, int offset, int length) throws IOException {
    handle.begin(Transfer.WRITE, WRITE);
    try {
      int moved = 0;
      while (moved < length) {
        int seen = handle.ready();
        int result =
            !isWorthTrying(seen)
                ? Transfer.NOT_READY
                : isBlocking // here, so that compilers have one level of calls less to see through
                    ? transfer.beginWrite(source, offset + moved, length - moved)
                    : transfer.tryWrite(source, offset + moved, length - moved);
        if (result > 0) {
          moved += result;
          handle.countWritten(result);
        } else if (!isWorthWaiting(result, seen, moved)) {
          break;
        }
      }
      return moved;
    } finally {
      handle.end(Transfer.WRITE);
    }
  }

  int write(ByteBuffer source) throws IOException {
    handle.begin(Transfer.WRITE, WRITE);
    try {
      int moved = 0;
      while (source.hasRemaining()) {
        int seen = handle.ready();
        int result = isWorthTrying(seen) ? attempt(source) : Transfer.NOT_READY;
        if (result > 0) {
          source.position(source.position() + result);
          moved += result;
          handle.countWritten(result);
        } else if (!isWorthWaiting(result, seen, moved)) {
          break;
        }
      }
      return moved;
    } finally {
      handle.end(Transfer.WRITE);
    }
  }

  private int attempt(ByteBuffer source) {
    return isBlocking ? transfer.beginWrite(source) : transfer.tryWrite(source);
  }

  long write(ByteBuffer[] sources, int offset, int count) throws IOException {
    handle.begin(Transfer.WRITE, WRITE);
    try {
      long moved = 0;
      while (Positions.remaining(sources, offset, count) > 0) {
        int seen = handle.ready();
        int result =
            isWorthTrying(seen) ? transfer.tryWrite(sources, offset, count) : Transfer.NOT_READY;
        if (result > 0) {
          Positions.advance(sources, offset, count, result);
          moved += result;
          handle.countWritten(result);
        } else if (!isWorthWaiting(result, seen, moved)) {
          break;
        }
      }
      return moved;
    } finally {
      handle.end(Transfer.WRITE);
    }
  }

  /**
   * Writes with flags; {@link StreamTransfer#UNSUPPORTED}, and nothing moved, if there are none.
   */
  int write(ByteBuffer source, StreamTransfer stream, int flags) throws IOException {
    handle.begin(Transfer.WRITE, WRITE);
    try {
      int moved = 0;
      while (source.hasRemaining()) {
        int seen = handle.ready();
        int result = isWorthTrying(seen) ? stream.trySend(source, flags) : Transfer.NOT_READY;
        if (result > 0) {
          source.position(source.position() + result);
          moved += result;
          handle.countWritten(result);
        } else if (result == StreamTransfer.UNSUPPORTED) {
          return moved == 0 ? result : moved;
        } else if (!isWorthWaiting(result, seen, moved)) {
          break;
        }
      }
      return moved;
    } finally {
      handle.end(Transfer.WRITE);
    }
  }

  /** Writes all that a pipe holds; what is left in it after a failure was not taken. */
  void empty(PipePool.Pipe pipe, StreamTransfer stream) throws IOException {
    handle.begin(Transfer.WRITE, WRITE);
    try {
      int moved = 0;
      while (pipe.held() > 0) {
        int seen = handle.ready();
        int result = isWorthTrying(seen) ? pipe.tryEmpty(stream) : Transfer.NOT_READY;
        if (result > 0) {
          moved += result;
          handle.countWritten(result);
        } else if (result == StreamTransfer.UNSUPPORTED) {
          throw new SystemFailureException(
              FailureDetail.atOnce("splice", handle.endpoints(Transfer.WRITE), "refused"));
        } else if (!isWorthWaiting(result, seen, moved)) {
          break;
        }
      }
    } finally {
      handle.end(Transfer.WRITE);
    }
  }

  /**
   * Whether bytes can be spliced to here, of which many are to come then. A pipe with nothing in it
   * is needed to find out.
   */
  boolean canEmpty(PipePool.Pipe pipe, StreamTransfer stream) throws IOException {
    handle.begin(Transfer.WRITE, WRITE);
    try {
      stream.expectMuch();
      return pipe.canEmpty(stream);
    } finally {
      handle.end(Transfer.WRITE);
    }
  }

  /** Something that a write takes its bytes from, other than memory of the caller. */
  interface Source {
    /** Attempts to move some bytes; 0 if there are none left. */
    int tryMove(StreamTransfer stream, Transfer transfer) throws IOException;
  }

  /**
   * Writes until the source has nothing left.
   *
   * @return the number of bytes; {@link StreamTransfer#UNSUPPORTED}, and nothing moved, if the
   *     source cannot be used here
   */
  long write(Source source, StreamTransfer stream) throws IOException {
    handle.begin(Transfer.WRITE, "send file");
    try {
      long moved = 0;
      while (true) {
        int seen = handle.ready();
        int result = isWorthTrying(seen) ? source.tryMove(stream, transfer) : Transfer.NOT_READY;
        if (result > 0) {
          moved += result;
          handle.countWritten(result);
        } else if (result == 0) {
          return moved;
        } else if (result == StreamTransfer.UNSUPPORTED) {
          return moved == 0 ? result : moved;
        } else if (!isWorthWaiting(result, seen, moved)) {
          return moved;
        }
      }
    } finally {
      handle.end(Transfer.WRITE);
    }
  }

  /** Writes what fits now; 0 if nothing does, or another thread is writing. */
  int tryWrite(ByteBuffer source) throws IOException {
    if (!handle.tryTake(Transfer.WRITE, WRITE)) {
      return 0;
    }
    try {
      int moved = 0;
      while (source.hasRemaining()) {
        int seen = handle.ready();
        int result = isAlive(seen) ? transfer.tryWrite(source) : Transfer.NOT_READY;
        if (result > 0) {
          source.position(source.position() + result);
          moved += result;
          handle.countWritten(result);
        } else if (!isTakenAfterAll(result, seen, moved)) {
          break;
        }
      }
      return moved;
    } finally {
      handle.release(Transfer.WRITE);
    }
  }

  /** As above, of several buffers. */
  long tryWrite(ByteBuffer[] sources, int offset, int count) throws IOException {
    if (!handle.tryTake(Transfer.WRITE, WRITE)) {
      return 0;
    }
    try {
      long moved = 0;
      while (Positions.remaining(sources, offset, count) > 0) {
        int seen = handle.ready();
        int result = isAlive(seen) ? transfer.tryWrite(sources, offset, count) : Transfer.NOT_READY;
        if (result > 0) {
          Positions.advance(sources, offset, count, result);
          moved += result;
          handle.countWritten(result);
        } else if (!isTakenAfterAll(result, seen, moved)) {
          break;
        }
      }
      return moved;
    } finally {
      handle.release(Transfer.WRITE);
    }
  }

  Handle handle() {
    return handle;
  }

  /** Whether an attempt makes sense at all. */
  private static boolean isAlive(int seen) {
    return (seen & Handle.FAILED) == 0;
  }

  /** Whether an attempt may get somewhere; a call that will not wait for an event tries anyway. */
  private boolean isWorthTrying(int seen) {
    return isAlive(seen) && ((seen & Readiness.WRITABLE) != 0 || !isBlocking);
  }

  /** After an attempt that moved nothing: waits for the next, or says that there is none. */
  private boolean isWorthWaiting(int result, int seen, long moved) throws IOException {
    if (!isBlocking) {
      return isTakenAfterAll(result, seen, moved);
    }
    ensureNotFailed(result, seen, moved);
    handle.await(Transfer.WRITE, WRITE, seen, moved);
    return true;
  }

  /**
   * After an attempt that moved nothing, of a call that does not wait: calls the caller's bytes
   * back if they are under way. If it is too late for that, the next attempt tells how many are
   * gone.
   */
  private boolean isTakenAfterAll(int result, int seen, long moved) throws IOException {
    ensureNotFailed(result, seen, moved);
    return handle.settle(Transfer.WRITE, WRITE, moved);
  }

  private void ensureNotFailed(int result, int seen, long moved) throws IOException {
    handle.ensurePolled(seen, WRITE, Transfer.WRITE, moved);
    if (result < 0 && result != Transfer.NOT_READY) {
      throw handle.failure(WRITE, Transfer.WRITE, result, moved);
    }
  }
}
