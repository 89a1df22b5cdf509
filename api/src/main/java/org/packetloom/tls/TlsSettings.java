// SPDX-License-Identifier: Apache-2.0
package org.packetloom.tls;

import java.time.Duration;

/**
 * What a connection needs to know of its {@link Tls}, beside the engine.
 *
 * @param buffers for its records
 * @param handshakeTimeout how long the handshake may take
 * @param mostHandshakeBytes how long the peer's part of it may be
 * @param closeTimeout how long a close may wait, beside, for the peer to take what is left
 * @param isTruncationEnd whether the end of the transport is an end
 */
record TlsSettings(
    RecordBuffers buffers,
    Duration handshakeTimeout,
    int mostHandshakeBytes,
    Duration closeTimeout,
    boolean isTruncationEnd) {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  /** A chain of certificates is some KiB. */
  private static final int DEFAULT_BYTES = 64 << 10;

  static TlsSettings of() {
    return new TlsSettings(new RecordBuffers(), TEN_SECONDS, DEFAULT_BYTES, TEN_SECONDS, false);
  }

  TlsSettings withHandshakeTimeout(Duration timeout) {
    return new TlsSettings(buffers, timeout, mostHandshakeBytes, closeTimeout, isTruncationEnd);
  }

  TlsSettings withMostHandshakeBytes(int bytes) {
    return new TlsSettings(buffers, handshakeTimeout, bytes, closeTimeout, isTruncationEnd);
  }

  TlsSettings withCloseTimeout(Duration timeout) {
    return new TlsSettings(buffers, handshakeTimeout, mostHandshakeBytes, timeout, isTruncationEnd);
  }

  TlsSettings withTruncationEnd(boolean isEnd) {
    return new TlsSettings(buffers, handshakeTimeout, mostHandshakeBytes, closeTimeout, isEnd);
  }
}
