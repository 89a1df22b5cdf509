// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.time.Duration;

/**
 * Two streams joined: what is read from one is written to the other, both ways at once.
 *
 * <p>The end of what one side sends is passed on by {@link StreamConnector#shutdownOutput()} to the
 * other, and the other direction goes on. Where the system can move bytes between both without
 * copying them it does, for streams that carry much.
 *
 * <p>Prepared by {@link Packetloom#relay}; settings are made by the thread that will run it. The
 * counters may be read by any thread at any time. Nobody else should read from or write to the two
 * streams meanwhile. Their deadlines, timeouts and interrupt policies stay in force, and so does
 * the ambient deadline of the calling thread: one that passes is a failure.
 */
public interface Relay {
  /** A side or a direction of a relay. */
  enum Side {
    /** The first stream, and what it sends. */
    FIRST,
    /** The second stream, and what it sends. */
    SECOND
  }

  /**
   * Limits how long no byte may move in either direction; not limited unless chosen.
   *
   * @param timeout zero for no limit
   * @return this relay
   * @throws IllegalArgumentException if it is negative
   */
  Relay idleTimeout(Duration timeout);

  /**
   * Chooses the size of the buffer that each direction has while it copies; 65 536 unless chosen. A
   * seqpacket stream needs one for its longest record.
   *
   * @param bytes 1 to 2^30
   * @return this relay
   * @throws IllegalArgumentException if it is out of range
   */
  Relay bufferSize(int bytes);

  /**
   * Relays until both directions have ended, or one fails, and closes both streams in any case.
   *
   * <p>One direction runs on the calling thread, the other on a virtual thread of the toolkit that
   * has ended when this returns. An interrupt of the calling thread is a failure, unless the policy
   * of both streams is {@link InterruptPolicy#DEFER}.
   *
   * @throws ConnectorTimeoutException if the relay was idle for too long
   * @throws RelayException if a direction failed: it names the stream that did, and why
   * @throws IllegalStateException if it has run before
   * @throws IOException only the types above
   */
  void run() throws IOException;

  /**
   * Bytes that were taken from one side and taken by the other.
   *
   * @param from the side that sent them
   * @return the count so far
   */
  long bytes(Side from);
}
