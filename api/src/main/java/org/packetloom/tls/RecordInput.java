// SPDX-License-Identifier: Apache-2.0
package org.packetloom.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.packetloom.FailureDetail;
import org.packetloom.StreamConnector;

/**
 * The receiving half of a TLS connection: records in, bytes out. Used by who holds the turn to
 * read, before that by who holds the handshake's lock; but for what is said to be for any thread.
 *
 * <p>A connection that waits with nothing begun holds no memory: both buffers are given up then.
 * What has gone wrong once is told by every read: after a bad record no end is ever seen.
 */
final class RecordInput {
  static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int END = -1;

  /** Records in a row that say nothing to the application: an honest peer sends a few. */
  private static final int MOST_SILENT = 100;

  private final SSLEngine engine;
  private final StreamConnector transport;
  private final RecordBuffers buffers;
  private final RecordOutput output;
  private final boolean isTruncationEnd;

  /** Records as they came, to be read; {@link #NOTHING} if there are none. */
  private ByteBuffer records = NOTHING;

  /** Bytes that the caller had no room for, to be read; {@link #NOTHING} if there are none. */
  private volatile ByteBuffer plain = NOTHING;

  /** Whether another record has come that may be whole. */
  private volatile boolean hasRecord;

  private volatile boolean isEnded; // nothing will follow
  private volatile @Nullable IOException failure; // what has gone wrong; never unset
  private int silent; // records in a row without bytes

  RecordInput(
      SSLEngine engine,
      StreamConnector transport,
      RecordBuffers buffers,
      RecordOutput output,
      boolean isTruncationEnd) {
    this.engine = engine;
    this.transport = transport;
    this.buffers = buffers;
    this.output = output;
    this.isTruncationEnd = isTruncationEnd;
  }

  /** Whether a read gets something without the transport; for any thread. */
  boolean hasBytes() {
    return isEnded || failure != null || plain.hasRemaining();
  }

  /** Whether an attempt may get somewhere without the transport; for any thread. */
  boolean isWorthTaking() {
    return hasBytes() || hasRecord;
  }

  /** Bytes that were opened and not read; for any thread. */
  int available() {
    return plain.remaining();
  }

  /** Bytes as far as they are there; 0 for not now, −1 at the end. */
  int take(ByteBuffer destination) throws IOException {
    while (true) {
      if (plain.hasRemaining()) {
        return takePlain(destination);
      }
      ensureNotFailed();
      if (isEnded) {
        return END;
      }
      int n = unwrap(destination);
      if (n != 0) {
        return n;
      }
      if (!fill()) {
        return 0;
      }
    }
  }

  private void ensureNotFailed() throws IOException {
    IOException known = failure;
    if (known != null) {
      throw known;
    }
  }

  private int takePlain(ByteBuffer destination) {
    ByteBuffer left = plain;
    int n = Math.min(left.remaining(), destination.remaining());
    destination.put(destination.position(), left, left.position(), n);
    destination.position(destination.position() + n);
    left.position(left.position() + n);
    if (!left.hasRemaining()) {
      plain = NOTHING;
      buffers.give(left);
    }
    return n;
  }

  private int unwrap(ByteBuffer destination) throws IOException {
    try {
      return tryUnwrap(destination);
    } catch (SSLException e) {
      throw failed(e);
    } catch (RuntimeException e) {
      throw failed(new SSLException("a record that cannot be understood", e));
    }
  }

  private IOException failed(SSLException cause) {
    failure = cause;
    output.flushLater(); // the peer is told why
    return cause;
  }

  /** Opens records until there are bytes: how many, 0 if a record is not whole, −1 at the end. */
  private int tryUnwrap(ByteBuffer destination) throws IOException {
    while (records.hasRemaining()) {
      SSLEngineResult result = engine.unwrap(records, destination);
      int produced = result.bytesProduced();
      if (result.getStatus() == Status.BUFFER_OVERFLOW) {
        result = unwrapAside(); // the caller has too little room for this record
        produced = plain.hasRemaining() ? takePlain(destination) : 0;
      }
      switch (result.getStatus()) {
        case BUFFER_UNDERFLOW -> {
          hasRecord = false;
          return 0;
        }
        case CLOSED -> {
          return end();
        }
        case BUFFER_OVERFLOW -> throw new SSLException("a record that is larger than agreed");
        case OK -> settle(result.getHandshakeStatus());
      }
      if (produced > 0) {
        silent = 0;
        releaseIfEmpty();
        return produced;
      }
      countSilent();
    }
    releaseIfEmpty();
    return engine.isInboundDone() ? end() : 0;
  }

  private SSLEngineResult unwrapAside() throws IOException {
    ByteBuffer aside = buffers.take(engine.getSession().getApplicationBufferSize());
    SSLEngineResult result = engine.unwrap(records, aside);
    if (aside.flip().hasRemaining()) {
      plain = aside;
    } else {
      buffers.give(aside);
    }
    return result;
  }

  private void countSilent() throws SSLException {
    silent++;
    if (silent > MOST_SILENT) {
      throw new SSLException("more than " + MOST_SILENT + " records in a row without data");
    }
  }

  private int end() {
    isEnded = true;
    records.position(records.limit());
    releaseIfEmpty();
    output.flushLater(); // our own word, where the version of the protocol wants it
    return END;
  }

  /** Does what the protocol asks for between records: keys are changed, a session is given. */
  private void settle(HandshakeStatus status) throws SSLException {
    if (status == HandshakeStatus.NEED_TASK) {
      if (!engine.getSession().getProtocol().equals("TLSv1.3")) {
        output.end();
        throw new SSLException("the peer wants to negotiate again, which is refused");
      }
      runTasks(engine);
    } else if (status == HandshakeStatus.NEED_WRAP) {
      output.flushLater();
    }
  }

  /** Runs what takes the engine longer. */
  static void runTasks(SSLEngine engine) {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  /** Gets more from the transport without waiting; whether there was something, or the end. */
  private boolean fill() throws IOException {
    int n = more();
    if (n < 0) {
      transportEnded();
    }
    return n != 0;
  }

  /** What the transport gives without waiting: a count, 0 for not now, −1 at its end. */
  private int more() throws IOException {
    if (records == NOTHING) {
      records = buffers.take(engine.getSession().getPacketBufferSize());
    } else {
      makeRoom();
    }
    try {
      int n = transport.tryRead(records);
      hasRecord = n > 0;
      return n;
    } finally {
      records.flip();
      releaseIfEmpty();
    }
  }

  private void makeRoom() throws SSLException {
    if (records.remaining() < records.capacity()) {
      records.compact();
      return;
    }
    int size = engine.getSession().getPacketBufferSize(); // it grows with large records
    if (size <= records.capacity()) {
      SSLException tooLarge = new SSLException("a record that is larger than agreed");
      failure = tooLarge;
      throw tooLarge;
    }
    ByteBuffer larger = buffers.take(size).put(records);
    buffers.give(records);
    records = larger;
  }

  /**
   * Opens what the peer says during the handshake, as far as it is there.
   *
   * @return how many bytes came from the transport, 0 if none was needed
   */
  int listen() throws IOException {
    SSLEngineResult result = engine.unwrap(records, NOTHING);
    if (result.getStatus() == Status.CLOSED) {
      return END;
    }
    if (result.getStatus() != Status.BUFFER_UNDERFLOW) {
      releaseIfEmpty();
      return 0;
    }
    hasRecord = false;
    int n = more();
    return n == 0 ? NOT_NOW : n;
  }

  /** The result of {@link #listen} if the peer has not yet said enough. */
  static final int NOT_NOW = Integer.MIN_VALUE;

  /** The transport has ended: of itself that means nothing. */
  private void transportEnded() throws IOException {
    if (isTruncationEnd || engine.isInboundDone()) {
      isEnded = true;
      return;
    }
    TlsTruncatedException truncated =
        new TlsTruncatedException(
            FailureDetail.atOnce(
                "read", transport.toString(), "the connection ended without the peer's word"));
    failure = truncated;
    throw truncated;
  }

  private void releaseIfEmpty() {
    if (!records.hasRemaining()) {
      hasRecord = false;
      if (records != NOTHING) {
        buffers.give(records);
        records = NOTHING;
      }
    }
  }
}
