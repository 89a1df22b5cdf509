// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.nio.channels.GatheringByteChannel;
import org.packetloom.Connector;

/**
 * What a connector can do whose writes can be left to a {@link WriteQueue}. <em>Incubating.</em>
 */
public interface QueuedWriting extends Connector, GatheringByteChannel {
  /**
   * Opens a queue of writes that never wait, as {@link #writeQueue(long, WriteQueueListener)}, of
   * whose failures only those hear who offer or flush.
   *
   * @param capacityBytes the most that may be queued
   * @return a queue of its own, to be closed before this connector
   * @throws IllegalArgumentException as below
   */
  default WriteQueue writeQueue(long capacityBytes) {
    return writeQueue(capacityBytes, WriteQueueListener.NONE);
  }

  /**
   * Opens a queue of writes that never wait: they are made in the background, in order.
   *
   * @param capacityBytes the most that may be queued
   * @param listener hears of failures, and of room
   * @return a queue of its own, to be closed before this connector
   * @throws IllegalArgumentException if {@code capacityBytes} is less than 1, or this connector was
   *     opened with {@code blocking=no}: a queue never has its users wait anyway
   */
  default WriteQueue writeQueue(long capacityBytes, WriteQueueListener listener) {
    return WriteQueue.over(
        this, uri().behaviour(), Thread.ofVirtual().factory(), capacityBytes, listener);
  }
}
