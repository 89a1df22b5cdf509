// SPDX-License-Identifier: Apache-2.0
package org.packetloom.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.packetloom.Deadline;
import org.packetloom.StreamConnector;

/**
 * The sending half of a TLS connection: bytes in, records out.
 *
 * <p>Records are made under {@code recordsLock} by whoever writes, reads (an answer between
 * records) or closes, and tried on the transport under it; nobody waits while holding it. What the
 * transport does not take stays in {@code record}, and is tried before the next one is made: so
 * records leave whole and in order. Who waits for that waits at the transport without the lock; if
 * nobody is going to, a thread beside does.
 */
final class RecordOutput {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SSLEngine engine;
  private final StreamConnector transport;
  private final RecordBuffers buffers;
  private final ThreadFactory threads;
  private final ReentrantLock recordsLock = new ReentrantLock();

  /** What the transport has not taken, to be read; written under recordsLock. */
  private volatile ByteBuffer record = NOTHING;

  private boolean isFlushing; // a thread beside does it; guarded by recordsLock
  private boolean isEndDue; // of the transport's output, after the last record; the same guard

  RecordOutput(
      SSLEngine engine, StreamConnector transport, RecordBuffers buffers, ThreadFactory threads) {
    this.engine = engine;
    this.transport = transport;
    this.buffers = buffers;
    this.threads = threads;
  }

  /** Whether the transport has taken everything. */
  boolean isFlushed() {
    return record == NOTHING;
  }

  /** Makes records of bytes as long as the transport takes them; −1 if the output has ended. */
  int put(ByteBuffer source) throws IOException {
    recordsLock.lock();
    try {
      if (!tryFlush()) {
        return 0;
      }
      int start = source.position();
      boolean isTaken = true;
      while (isTaken && source.hasRemaining() && !engine.isOutboundDone()) {
        wrap(source);
        isTaken = tryFlush();
      }
      int moved = source.position() - start;
      return moved == 0 && source.hasRemaining() && engine.isOutboundDone() ? -1 : moved;
    } finally {
      recordsLock.unlock();
    }
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

  /** Has everything go on its way, if not now then by a thread beside. */
  void flushLater() {
    recordsLock.lock();
    try {
      if (!finish() && !isFlushing) {
        isFlushing = true;
        threads.newThread(this::flushAll).start();
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
   * Tells the peer of the end as far as that goes without waiting; the transport is closed next.
   */
  void endAtOnce() {
    recordsLock.lock();
    try {
      engine.closeOutbound();
      boolean unused = finish();
    } finally {
      recordsLock.unlock();
    }
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
    while (true) {
      boolean isOver;
      try {
        transport.awaitWritable(Deadline.NONE);
        isOver = false;
      } catch (IOException _) {
        isOver = true; // closed, or out of time: the next write goes on with it
      }
      recordsLock.lock();
      try {
        if (isOver || finish()) {
          isFlushing = false;
          return;
        }
      } finally {
        recordsLock.unlock();
      }
    }
  }
}
