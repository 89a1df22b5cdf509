// SPDX-License-Identifier: Apache-2.0
package org.packetloom.tls;

import java.time.Duration;

/**
 * What holds each connection in bounds, and the buffers that they share.
 *
 * @param buffers for its records
 * @param handshakeTimeout how long the handshake may take
 * @param mostHandshakeBytes how long the peer's part of it may be
 * @param closeTimeout how long a close may wait, beside, for the peer to take what is left
 * @param isTruncationEnd whether the end of the transport is an end
 */
record TlsLimits(
    RecordBuffers buffers,
    Duration handshakeTimeout,
    int mostHandshakeBytes,
    Duration closeTimeout,
    boolean isTruncationEnd) {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  /** A chain of certificates is some KiB. */
  private static final int DEFAULT_BYTES = 64 << 10;

  static TlsLimits of() {
    return new TlsLimits(new RecordBuffers(), TEN_SECONDS, DEFAULT_BYTES, TEN_SECONDS, false);
  }

  TlsLimits withHandshakeTimeout(Duration timeout) {
    return new TlsLimits(buffers, timeout, mostHandshakeBytes, closeTimeout, isTruncationEnd);
  }

  TlsLimits withMostHandshakeBytes(int bytes) {
    return new TlsLimits(buffers, handshakeTimeout, bytes, closeTimeout, isTruncationEnd);
  }

  TlsLimits withCloseTimeout(Duration timeout) {
    return new TlsLimits(buffers, handshakeTimeout, mostHandshakeBytes, timeout, isTruncationEnd);
  }

  TlsLimits withTruncationEnd(boolean isEnd) {
    return new TlsLimits(buffers, handshakeTimeout, mostHandshakeBytes, closeTimeout, isEnd);
  }
}
