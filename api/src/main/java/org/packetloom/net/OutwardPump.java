// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes to something that waits, in the background, one piece at a time.
 *
 * <p>A piece counts as written once it is here, as with the buffers of a system. The buffer belongs
 * to whoever puts while the state is IDLE, and to the writing thread while it is WRITING.
 */
final class OutwardPump {
  private static final int LEAST_BYTES = 1 << 10;
  private static final int MOST_BYTES = 64 << 10;
  private static final int END = -1;

  private final JdkEnd end;
  private final Runnable changed;
  private final Runnable finished;
  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

  private ByteBuffer bytes = ByteBuffer.allocate(0); // see above

  /** Nothing more is to be put: whoever finds nobody writing then moves on to FINISHED. */
  private volatile boolean isLast;

  /** Why no more can be written, null if it can; written before the state leaves WRITING. */
  private volatile @Nullable IOException failure;

  /** Who writes, null if nobody. */
  private volatile @Nullable Thread writer;

  private enum State {
    /** Nothing is to be written, and there is room: who puts something moves on to WRITING. */
    IDLE,
    /** A thread writes, and moves back to IDLE. */
    WRITING,
    /** For good. */
    FINISHED
  }

  /**
   * Writes what is put.
   *
   * @param changed is run when there is room again, or the writing has failed
   * @param finished is run once, when the last piece has been written and no more is to come
   */
  OutwardPump(JdkEnd end, Runnable changed, Runnable finished) {
    this.end = end;
    this.changed = changed;
    this.finished = finished;
  }

  /** Puts what fits; 0 for no room now, −1 if no more is to be put. One thread at a time. */
  int put(ByteBuffer source) throws IOException {
    IOException known = failure;
    if (known != null) {
      throw known;
    }
    return switch (state.get()) {
      case IDLE -> putPiece(source);
      case WRITING -> 0;
      case FINISHED -> END;
    };
  }

  private int putPiece(ByteBuffer source) {
    int n = Math.min(source.remaining(), MOST_BYTES);
    if (bytes.capacity() < n) {
      bytes =
          ByteBuffer.allocate(Math.clamp(Integer.highestOneBit(n) * 2L, LEAST_BYTES, MOST_BYTES));
    }
    bytes.clear().put(0, source, source.position(), n).limit(n);
    if (!state.compareAndSet(State.IDLE, State.WRITING)) {
      return END; // finished meanwhile
    }
    source.position(source.position() + n);
    Thread.ofVirtual().name("packetloom-write").start(this::write);
    return n;
  }

  /** Whether there is room, or none will ever be. */
  boolean isReady() {
    return state.get() != State.WRITING;
  }

  private void write() {
    writer = Thread.currentThread();
    try {
      end.write(bytes);
    } catch (IOException e) {
      failure = e;
    } catch (Throwable e) { // of a class of the user's own
      failure = new IOException("write: " + e, e);
    }
    writer = null;
    state.set(State.IDLE);
    if (isLast) {
      finish();
    }
    changed.run();
  }

  /** No more is to be put: what is here is still written. */
  void end() {
    isLast = true;
    finish();
  }

  private void finish() {
    if (state.compareAndSet(State.IDLE, State.FINISHED)) {
      finished.run();
    }
  }

  /** Has a write give up that closing has not woken. */
  void interrupt() {
    Thread writing = writer;
    if (writing != null) {
      writing.interrupt();
    }
  }
}
