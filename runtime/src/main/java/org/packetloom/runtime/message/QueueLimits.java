// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import org.packetloom.message.ChannelConfig;

/**
 * What a channel's queue may hold. Besides the bytes of messages that wait, those count that must
 * be kept behind a piece that is never acknowledged; and pieces, which take memory even if they are
 * empty.
 *
 * @param queuedBytes of messages that wait to be sent, or acknowledged
 * @param storedBytes that are kept
 * @param pieces that are kept
 */
record QueueLimits(long queuedBytes, long storedBytes, long pieces) {
  private static final int STORED_PER_QUEUED = 2;
  private static final int LEAST_PIECES = 1024;
  private static final int BYTES_PER_PIECE = 32;

  static QueueLimits of(ChannelConfig config) {
    long most = config.maxQueuedBytes();
    return new QueueLimits(most, STORED_PER_QUEUED * most, LEAST_PIECES + most / BYTES_PER_PIECE);
  }

  /** Whether a message may be added so that this much waits, when that much is kept. */
  boolean allow(long queued, long stored, long kept) {
    return queued <= queuedBytes && stored <= storedBytes && kept <= pieces;
  }
}
