// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.io.IOException;

/** A message was not taken because too much waits to be sent before it; incubating. */
public final class BackpressureException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Id of the channel. */
  private final int channel;

  /** Bytes that wait there. */
  private final long queuedBytes;

  /**
   * Makes the exception.
   *
   * @param channel the channel's id
   * @param queuedBytes bytes that wait there
   * @param size bytes of the message that was not taken
   * @param limit the most bytes that may wait
   */
  public BackpressureException(int channel, long queuedBytes, int size, long limit) {
    super(
        "channel %d has %d bytes queued: %d more are above its limit of %d"
            .formatted(channel, queuedBytes, size, limit));
    this.channel = channel;
    this.queuedBytes = queuedBytes;
  }

  /**
   * The channel that was full.
   *
   * @return its id
   */
  public int channel() {
    return channel;
  }

  /**
   * What waited there.
   *
   * @return bytes
   */
  public long queuedBytes() {
    return queuedBytes;
  }
}
