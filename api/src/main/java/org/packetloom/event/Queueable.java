// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

/** What can be written to by queues of writes that never wait. Incubating. */
public interface Queueable {
  /**
   * Opens a queue, as {@link #writeQueue(long, WriteQueueListener)}; who offers or flushes hears of
   * failures.
   *
   * @param capacityBytes the most that may be queued
   * @return a queue of its own, to be closed before this connector
   * @throws IllegalArgumentException if {@code capacityBytes} is less than 1, or this connector was
   *     opened with {@code blocking=no}
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
   *     opened with {@code blocking=no}
   */
  WriteQueue writeQueue(long capacityBytes, WriteQueueListener listener);
}
