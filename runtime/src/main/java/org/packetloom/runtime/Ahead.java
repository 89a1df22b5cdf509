// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.packetloom.BufferConsumer;
import org.packetloom.Lookahead;
import org.packetloom.platform.StreamTransfer;
import org.packetloom.platform.Transfer;

/**
 * Reads ahead of what is consumed: peek, unread, read until, lent reads.
 *
 * <p>Bytes that were taken from the system and not by a caller are kept in an array, which there is
 * only while it holds some. Sockets are peeked at in the system's own buffer; of a pipe the bytes
 * have to be taken, and are kept.
 *
 * <p>Everything is guarded by the turn to read, but what is said to be otherwise.
 */
final class Ahead {
  /** The most that one read takes in search of a delimiter, and so may have to keep. */
  private static final int CHUNK = 8 << 10;

  private static final byte[] NOTHING = {};

  private final Input input;
  private final Handle handle;
  private final StreamTransfer stream;
  private final Lending lending;

  private byte[] kept = NOTHING;
  private int from;

  /** Bytes that are kept; written under the turn, read by any thread. */
  private volatile int count;

  /** Whether what is kept was left by a consumer, so that lending it again alone is of no use. */
  private boolean isLeft;

  /** Who is consuming, null if nobody; another thread that looks finds somebody else. */
  private @Nullable Thread consuming;

  Ahead(Input input, StreamTransfer stream, BufferPool buffers) {
    this.input = input;
    this.handle = input.handle();
    this.stream = stream;
    this.lending = new Lending(new BufferPool.Loan(buffers));
  }

  // ---- what is kept

  int count() {
    return count;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /**
   * Whether something is kept that no consumer has left for later; for the thread that was the last
   * to have the turn.
   */
  boolean hasUnseen() {
    return count > 0 && !isLeft;
  }

  int take(ByteBuffer destination) {
    int n = Math.min(count, destination.remaining());
    destination.put(kept, from, n);
    drop(n);
    return n;
  }

  int take(byte[] destination, int offset, int length) {
    int n = Math.min(count, length);
    System.arraycopy(kept, from, destination, offset, n);
    drop(n);
    return n;
  }

  int take(ByteBuffer[] destinations, int offset, int length) {
    int taken = 0;
    for (int i = offset; i < offset + length && count > 0; i++) {
      taken += take(destinations[i]);
    }
    return taken;
  }

  private void drop(int n) {
    from += n;
    count -= n; // only the holder of the turn writes
    if (count == 0) {
      kept = NOTHING;
      from = 0;
      isLeft = false;
    }
  }

  /** Keeps bytes before those that are kept already. */
  private void keepBefore(ByteBuffer bytes) {
    int length = bytes.remaining();
    byte[] joined = new byte[length + count];
    bytes.get(joined, 0, length);
    System.arraycopy(kept, from, joined, length, count);
    keep(joined);
  }

  private void keep(byte[] bytes) {
    kept = bytes.length == 0 ? NOTHING : bytes;
    from = 0;
    count = bytes.length;
    isLeft = false;
  }

  /** Refuses a call that comes from within a consumer: it would wait for its own turn. */
  void ensureNotConsuming() {
    if (consuming == Thread.currentThread()) {
      throw new IllegalStateException("a consumer must not read from the connector it serves");
    }
  }

  // ---- calls

  int peek(ByteBuffer destination) throws IOException {
    input.begin("peek");
    try {
      if (count > 0 && Input.isAlive(handle.ready())) {
        return peekFromKept(destination);
      }
      int n = input.peekSome(stream, destination, input.isBlocking());
      return n == StreamTransfer.UNSUPPORTED ? peekByTaking(destination) : n;
    } finally {
      handle.end(Transfer.READ);
    }
  }

  /** What is kept, and then what the system has by now. */
  private int peekFromKept(ByteBuffer destination) throws IOException {
    int start = destination.position();
    destination.put(kept, from, Math.min(count, destination.remaining()));
    if (destination.hasRemaining() && peekBehind(destination) == StreamTransfer.UNSUPPORTED) {
      int room = Math.min(destination.remaining(), Lookahead.MOST_UNREAD - count);
      int before = count;
      int more = room == 0 ? 0 : take(room, false);
      if (more > 0) {
        destination.put(kept, from + before, more);
      }
    }
    return destination.position() - start;
  }

  private int peekBehind(ByteBuffer destination) {
    try {
      return input.peekSome(stream, destination, false);
    } catch (IOException _) {
      return 0; // the transfer keeps it for the read that comes to it
    }
  }

  private int peekByTaking(ByteBuffer destination) throws IOException {
    int most = Math.min(destination.remaining(), Lookahead.MOST_UNREAD);
    int n = take(most, input.isBlocking());
    if (n > 0) {
      destination.put(kept, from, n);
    }
    return n;
  }

  /** Takes bytes from the system, and keeps them behind the others. */
  private int take(int most, boolean mayWait) throws IOException {
    lending.aim(0, most);
    try {
      int n = input.fillFromSystem(lending, mayWait);
      if (n > 0) {
        byte[] joined = new byte[count + n];
        System.arraycopy(kept, from, joined, 0, count);
        lending.filled(n).get(joined, count, n);
        keep(joined);
      }
      return n;
    } finally {
      lending.end();
    }
  }

  void unread(ByteBuffer source) throws IOException {
    input.begin("unread");
    try {
      if (source.remaining() > Lookahead.MOST_UNREAD - count) {
        throw new BufferOverflowException();
      }
      keepBefore(source);
    } finally {
      handle.end(Transfer.READ);
    }
  }

  int readUntil(byte delimiter, ByteBuffer destination) throws IOException {
    input.begin("read until");
    try {
      int moved = 0;
      while (destination.hasRemaining()) {
        int start = destination.position();
        int n = readChunk(destination, moved);
        if (n <= 0) {
          return moved == 0 ? n : moved;
        }
        int at = indexOf(delimiter, destination, start, start + n);
        if (at >= 0) {
          int length = at + 1 - start;
          keepBefore(destination.slice(at + 1, n - length));
          destination.position(at + 1);
          return moved + length;
        }
        moved += n;
      }
      return moved;
    } finally {
      handle.end(Transfer.READ);
    }
  }

  private int readChunk(ByteBuffer destination, int moved) throws IOException {
    int limit = destination.limit();
    destination.limit(Math.min(limit, destination.position() + CHUNK));
    try {
      return input.readSome(destination, moved, input.isBlocking());
    } finally {
      destination.limit(limit);
    }
  }

  private static int indexOf(byte delimiter, ByteBuffer bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes.get(i) == delimiter) {
        return i;
      }
    }
    return -1;
  }

  int receive(BufferConsumer consumer) throws IOException {
    input.begin("receive");
    try {
      int length = count;
      boolean isEnough = length > 0 && !isLeft || length == Lookahead.MOST_UNREAD;
      if (!isEnough || !Input.isAlive(handle.ready())) {
        if (length == 0) {
          lending.aimForEyes(Lookahead.MOST_UNREAD);
        } else {
          lending.aim(length, Lookahead.MOST_UNREAD - length);
        }
        int n = input.fillFromSystem(lending, input.isBlocking());
        if (n <= 0) {
          return n;
        }
        length += n;
      }
      if (count > 0) {
        lending.memory().put(0, kept, from, count);
      }
      return lend(consumer, length);
    } finally {
      lending.end();
      handle.end(Transfer.READ);
    }
  }

  private int lend(BufferConsumer consumer, int length) throws IOException {
    ByteBuffer view = lending.view(length);
    boolean isDone = false;
    consuming = Thread.currentThread();
    try {
      consumer.accept(view);
      isDone = true;
      return Math.min(view.position(), length);
    } finally {
      consuming = null;
      byte[] rest = lending.rest(Math.min(view.position(), length), length);
      keep(rest);
      isLeft = isDone && rest.length > 0; // one that failed is lent the same again
    }
  }

  /** Whether the peer is there, as far as the system knows. */
  boolean isAlive() {
    if (handle.isClosed() || !Input.isAlive(handle.ready())) {
      return false;
    }
    try {
      if (!handle.tryTake(Transfer.READ, "look")) {
        return true; // whoever reads will see the end, and nobody else would
      }
    } catch (IOException _) {
      return false; // closed meanwhile
    }
    try {
      return stream.isAlive() != 0;
    } finally {
      handle.release(Transfer.READ);
    }
  }
}
