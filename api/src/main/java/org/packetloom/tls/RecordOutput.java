// SPDX-License-Identifier: Apache-2.0
package org.packetloom.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.jspecify.annotations.Nullable;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.StreamConnector;

/**
 * The sending half of a TLS connection: bytes in, records out.
 *
 * <p>Records are made under {@code recordsLock} by whoever writes, reads (an answer between
 * records) or closes, and tried on the transport under it; nobody waits while holding it. What the
 * transport does not take stays in {@code record}, and is tried before the next one is made: so
 * records leave whole and in order. Who waits for that waits at the transport without the lock; if
 * nobody is going to, a thread beside does: after a write that ended early, and after a close.
 *
 * <p>One of them waits at the transport, never two: each would hold the other's turn there while it
 * is the one to write, both would find room that they cannot use, and come back for ever. So who
 * has to wait while {@link #isFlushing} waits for the thread beside instead, which says when it has
 * ended, after {@code isFlushing} has been unset: whoever has seen it set either sees the change or
 * is told. Who waits at the transport already when a thread beside begins comes back at most once,
 * leaves the turn to it, and then waits for it. That thread ends with the record that it found, by
 * sending it or as the transport has failed, and with the handshake's time during that.
 */
final class RecordOutput {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int END = -1;

  // between attempts while the transport does not wait, its deadline being over
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final SSLEngine engine;
  private final StreamConnector transport;
  private final RecordBuffers buffers;
  private final ThreadFactory threads;
  private final Beside beside;
  private final ReentrantLock recordsLock = new ReentrantLock();

  /** What the transport has not taken, to be read; written under recordsLock. */
  private volatile ByteBuffer record = NOTHING;

  /** What failed after bytes had moved, for the next write; null if nothing; the same guard. */
  private @Nullable IOException pending;

  private volatile boolean isFlushing; // a thread beside does it; written under recordsLock
  private volatile @Nullable Thread flusher; // that thread, null if there is none; the same guard
  private boolean isEndDue; // of the transport's output, after the last record; the same guard

  /** What is to be done when all has gone; null as long as nothing is; the same guard. */
  private @Nullable Runnable closing;

  private Deadline closeEnd = Deadline.NONE; // when to lose patience; the same guard

  /** What a thread beside has to know, and to tell. */
  interface Beside {
    /** How long what is left may take, unless it is the last. */
    Deadline patience();

    /** It has ended: who waits for that looks again. */
    void ended();
  }

  RecordOutput(
      SSLEngine engine,
      StreamConnector transport,
      RecordBuffers buffers,
      ThreadFactory threads,
      Beside beside) {
    this.engine = engine;
    this.transport = transport;
    this.buffers = buffers;
    this.threads = threads;
    this.beside = beside;
  }

  /** Whether the transport has taken everything; for any thread. */
  boolean isFlushed() {
    return record == NOTHING;
  }

  /** Whether a thread beside waits at the transport, and nobody else is to; for any thread. */
  boolean isFlushing() {
    return isFlushing;
  }

  /** Makes records of bytes as long as the transport takes them; −1 if the output has ended. */
  int put(ByteBuffer source) throws IOException {
    recordsLock.lock();
    try {
      IOException known = pending;
      if (known != null) {
        pending = null;
        throw known;
      }
      if (!tryFlush()) {
        return 0;
      }
      int moved = putSome(source);
      return moved == 0 && source.hasRemaining() && engine.isOutboundDone() ? END : moved;
    } finally {
      recordsLock.unlock();
    }
  }

  private int putSome(ByteBuffer source) throws IOException {
    int start = source.position();
    try {
      boolean isTaken = true;
      while (isTaken && source.hasRemaining() && !engine.isOutboundDone()) {
        wrap(source);
        isTaken = tryFlush();
      }
    } catch (IOException e) {
      if (source.position() == start) {
        throw e;
      }
      pending = e; // what has moved is told first
    }
    return source.position() - start;
  }

  /** Says what the protocol has to say, one record, during the handshake; true if it has gone. */
  boolean say() throws IOException {
    recordsLock.lock();
    try {
      if (!tryFlush()) {
        return false;
      }
      wrap(NOTHING);
      return tryFlush();
    } finally {
      recordsLock.unlock();
    }
  }

  /** Forgets what the transport does not take any more. */
  void drop() {
    recordsLock.lock();
    try {
      record = NOTHING;
    } finally {
      recordsLock.unlock();
    }
  }

  /** Has both sides take new keys for what follows. */
  void updateKeys() throws IOException {
    recordsLock.lock();
    try {
      engine.beginHandshake();
      flushLater();
    } finally {
      recordsLock.unlock();
    }
  }

  /** Makes a record of bytes, or of what the protocol has to say. */
  private void wrap(ByteBuffer source) throws IOException {
    int size = engine.getSession().getPacketBufferSize();
    while (true) {
      ByteBuffer into = buffers.take(size);
      SSLEngineResult result = engine.wrap(source, into);
      if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
        RecordInput.runTasks(engine);
      }
      if (into.position() > 0) {
        record = into.flip();
      } else {
        buffers.give(into);
      }
      if (result.getStatus() != SSLEngineResult.Status.BUFFER_OVERFLOW) {
        return;
      }
      size = Math.max(2 * size, engine.getSession().getPacketBufferSize());
    }
  }

  /** Has the transport take what it takes now; whether that was all. */
  boolean tryFlush() throws IOException {
    recordsLock.lock();
    try {
      ByteBuffer left = record;
      while (left.hasRemaining()) {
        if (transport.tryWrite(left) == 0) {
          return false;
        }
      }
      if (left != NOTHING) {
        record = NOTHING;
        buffers.give(left);
      }
      return true;
    } finally {
      recordsLock.unlock();
    }
  }

  // ---- without anybody who waits

  /** Has everything go on its way, if not now then by a thread beside. */
  void flushLater() {
    recordsLock.lock();
    try {
      if (!finish() && !isFlushing) {
        startFlushing();
      }
    } finally {
      recordsLock.unlock();
    }
  }

  /** Ends the output: the peer is told, now or soon. */
  void end() {
    recordsLock.lock();
    try {
      engine.closeOutbound();
      isEndDue = true;
      flushLater();
    } finally {
      recordsLock.unlock();
    }
  }

  /**
   * Ends the output for good, and has something done when everything has gone: now, or by a thread
   * beside, which waits for that as long as it may. Whoever else waits at the transport, now or
   * later, is sent away by its deadlines; so the thread beside has to look now and then.
   */
  void close(Duration most, Runnable whenOver) {
    if (isOverNow(most, whenOver)) {
      whenOver.run();
    }
  }

  private boolean isOverNow(Duration most, Runnable whenOver) {
    recordsLock.lock();
    try {
      engine.closeOutbound();
      if (finish() || most.isZero()) {
        return true;
      }
      closing = whenOver;
      closeEnd = Deadline.after(most);
      Deadline passed = Deadline.after(Duration.ZERO);
      transport.readDeadline(passed).writeDeadline(passed);
      if (!isFlushing) {
        startFlushing();
      }
      return false;
    } catch (RuntimeException _) {
      return true; // the toolkit is closed, and has no thread for this
    } finally {
      recordsLock.unlock();
    }
  }

  private void startFlushing() {
    Thread thread = threads.newThread(this::flushAll);
    isFlushing = true;
    flusher = thread;
    thread.start();
  }

  /** The transport's rules have changed: a thread beside that they sent away tries again. */
  void rulesChanged() {
    LockSupport.unpark(flusher);
  }

  /**
   * Sends what is left, and what the protocol still has to say; false if the transport does not
   * take it now. A transport that fails has nothing left to be told: whoever writes next hears it.
   */
  private boolean finish() {
    try {
      while (tryFlush()) {
        if (engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
          if (isEndDue) {
            isEndDue = false;
            transport.shutdownOutput();
          }
          return true;
        }
        wrap(NOTHING);
        if (record == NOTHING) {
          return true; // it has nothing to say after all
        }
      }
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  private void flushAll() {
    long pauseNanos = FIRST_PAUSE_NANOS;
    while (awaitRoom(pauseNanos) && !isFinished()) {
      pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
    }
    Runnable next;
    recordsLock.lock();
    try {
      isFlushing = false;
      flusher = null;
      next = closing;
      closing = null;
    } finally {
      recordsLock.unlock();
    }
    beside.ended();
    if (next != null) {
      next.run();
    }
  }

  /** Waits at the transport, or beside it; false if there is no more hope. */
  private boolean awaitRoom(long pauseNanos) {
    long start = System.nanoTime();
    try {
      return transport.awaitWritable(beside.patience());
    } catch (ConnectorTimeoutException _) {
      // the rules are those of writes, not of what they left: a timeout is time enough to wait
      if (System.nanoTime() - start < FIRST_PAUSE_NANOS) {
        LockSupport.parkNanos(pauseNanos);
      }
      return true;
    } catch (IOException _) {
      return false; // closed; or the next write hears it
    }
  }

  private boolean isFinished() {
    recordsLock.lock();
    try {
      return finish() || closing != null && closeEnd.hasPassed();
    } finally {
      recordsLock.unlock();
    }
  }
}
