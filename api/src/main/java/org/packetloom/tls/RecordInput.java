// SPDX-License-Identifier: Apache-2.0
package org.packetloom.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.packetloom.FailureDetail;
import org.packetloom.StreamConnector;

/**
 * The receiving half of a TLS connection: records in, bytes out. Used by who holds the turn to
 * read, but for {@link #hasBytes}.
 *
 * <p>A connection that waits with nothing begun holds no memory: both buffers are given up then.
 */
final class RecordInput {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int END = -1;

  private final SSLEngine engine;
  private final StreamConnector transport;
  private final RecordBuffers buffers;
  private final RecordOutput output;
  private final boolean isTruncationEnd;

  /** Records as they came, to be read; {@link #NOTHING} if there are none. */
  private ByteBuffer records = NOTHING;

  /** Bytes that the caller had no room for, to be read; {@link #NOTHING} if there are none. */
  private volatile ByteBuffer plain = NOTHING;

  private volatile boolean isEnded; // nothing will follow

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

  /** Whether a read gets something without the transport. */
  boolean hasBytes() {
    return isEnded || plain.hasRemaining();
  }

  int available() {
    return plain.remaining();
  }

  /** Bytes as far as they are there; 0 for not now, −1 at the end. */
  int take(ByteBuffer destination) throws IOException {
    while (true) {
      if (plain.hasRemaining()) {
        return takePlain(destination);
      }
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

  /** Opens records until there are bytes: how many, 0 if a record is not whole, −1 at the end. */
  private int unwrap(ByteBuffer destination) throws IOException {
    while (records.hasRemaining()) {
      SSLEngineResult result = engine.unwrap(records, destination);
      int produced = result.bytesProduced();
      if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
        result = unwrapAside(); // the caller has too little room for this record
        produced = plain.hasRemaining() ? takePlain(destination) : 0;
      }
      switch (result.getStatus()) {
        case BUFFER_UNDERFLOW -> {
          return 0;
        }
        case CLOSED -> {
          return end();
        }
        case BUFFER_OVERFLOW -> throw new SSLException("a record that is larger than agreed");
        case OK -> {}
      }
      settle(result.getHandshakeStatus());
      if (produced > 0) {
        releaseIfEmpty();
        return produced;
      }
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

  private int end() {
    isEnded = true;
    records.position(records.limit());
    releaseIfEmpty();
    output.flushLater(); // our own word, where the version of the protocol wants it
    return END;
  }

  /** Does what the protocol asks for between records: keys are changed, a session is given. */
  private void settle(HandshakeStatus status) {
    if (status == HandshakeStatus.NEED_TASK) {
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
      records.compact();
    }
    try {
      return transport.tryRead(records);
    } finally {
      records.flip();
      releaseIfEmpty();
    }
  }

  /**
   * Opens what the peer says during the handshake, as far as it is there.
   *
   * @return how many bytes came from the transport, 0 if none was needed, −1 if some are missing
   */
  int listen() throws IOException {
    SSLEngineResult result = engine.unwrap(records, NOTHING);
    if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
      throw new SSLHandshakeException("the peer closed the connection during the handshake");
    }
    if (result.getStatus() != SSLEngineResult.Status.BUFFER_UNDERFLOW) {
      releaseIfEmpty();
      return 0;
    }
    int n = more();
    if (n < 0) {
      throw new SSLHandshakeException("the connection ended during the handshake");
    }
    return n == 0 ? -1 : n;
  }

  /** The transport has ended: of itself that means nothing. */
  private void transportEnded() throws IOException {
    isEnded = true;
    if (isTruncationEnd || engine.isInboundDone()) {
      return;
    }
    throw new TlsTruncatedException(
        FailureDetail.atOnce(
            "read", transport.toString(), "the connection ended without the peer's word"));
  }

  private void releaseIfEmpty() {
    if (records != NOTHING && !records.hasRemaining()) {
      buffers.give(records);
      records = NOTHING;
    }
  }
}
