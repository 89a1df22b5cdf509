// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads from something that waits, in the background, one piece at a time and only when somebody
 * has asked for it.
 *
 * <p>A read that was begun goes on when nobody waits for it any more: what it brings is there for
 * whoever asks next. The buffer belongs to the reading thread while the state is READING, and to
 * the one that takes while it is THERE.
 */
final class InwardPump {
  private static final int PIECE_BYTES = 16 << 10;
  private static final int END = -1;
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private final JdkEnd end;
  private final Runnable changed;
  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

  private ByteBuffer bytes = NONE; // see above

  /** How many bytes are there; written by the owner of the buffer, read by any thread. */
  private volatile int count;

  /** Why it ended, null for the end of the stream; written before the state is ENDED. */
  private volatile @Nullable IOException failure;

  /** Who reads, null if nobody. */
  private volatile @Nullable Thread reader;

  private enum State {
    /** Nothing is there, and nobody has asked: whoever asks moves on to READING. */
    IDLE,
    /** A thread reads, and moves on to THERE or ENDED. */
    READING,
    /** Bytes are there: who takes the last of them moves back to IDLE. */
    THERE,
    /** For good: there will be no more. */
    ENDED
  }

  /** Reads when asked, and tells when there is something. */
  InwardPump(JdkEnd end, Runnable changed) {
    this.end = end;
    this.changed = changed;
  }

  /** Takes what is there; 0 for nothing now, −1 at the end. One thread at a time. */
  int take(ByteBuffer destination) throws IOException {
    return switch (state.get()) {
      case IDLE -> tryRead() ? take(destination) : 0;
      case READING -> 0;
      case THERE -> takeThere(destination);
      case ENDED -> {
        IOException known = failure;
        if (known != null) {
          throw known;
        }
        yield END;
      }
    };
  }

  /** Reads here if that does not wait; else has it read. */
  private boolean tryRead() {
    if (!end.isReadableNow()) {
      ask();
      return false;
    }
    if (!state.compareAndSet(State.IDLE, State.READING)) {
      return false; // somebody has asked
    }
    state.set(readOnce());
    return true;
  }

  private int takeThere(ByteBuffer destination) {
    int n = Math.min(bytes.remaining(), destination.remaining());
    destination.put(destination.position(), bytes, bytes.position(), n);
    destination.position(destination.position() + n);
    bytes.position(bytes.position() + n);
    count = bytes.remaining();
    if (!bytes.hasRemaining()) {
      state.set(State.IDLE);
    }
    return n;
  }

  /** Whether there is something to take; asks for it if not. */
  boolean isReady() {
    return switch (state.get()) {
      case THERE, ENDED -> true;
      case READING -> false;
      case IDLE -> {
        boolean isThere = end.isReadableNow();
        if (!isThere) {
          ask();
        }
        yield isThere;
      }
    };
  }

  /** How many bytes are there; asks for some if there are none. */
  int available() {
    boolean unused = isReady();
    return count;
  }

  private void ask() {
    if (state.compareAndSet(State.IDLE, State.READING)) {
      Thread.ofVirtual().name("packetloom-read").start(this::read);
    }
  }

  private void read() {
    reader = Thread.currentThread();
    State next = readOnce();
    reader = null;
    state.set(next);
    changed.run();
  }

  private State readOnce() {
    try {
      if (bytes == NONE) {
        bytes = ByteBuffer.allocate(PIECE_BYTES);
      }
      int n = end.read(bytes.clear());
      bytes.flip();
      count = bytes.remaining();
      return n < 0 ? State.ENDED : State.THERE;
    } catch (IOException e) {
      failure = e;
    } catch (Throwable e) { // of a class of the user's own
      failure = new IOException("read: " + e, e);
    }
    return State.ENDED;
  }

  /** Has a read give up that closing has not woken. */
  void interrupt() {
    Thread reading = reader;
    if (reading != null) {
      reading.interrupt();
    }
  }
}
