// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;

/**
 * Hears of what a {@link WriteQueue} does in the background.
 *
 * <p>Called by the thread that writes, or that offered, holding no lock: it must not wait, as
 * nothing is written meanwhile; it may offer. Whatever a method throws is logged and harms nobody.
 */
@FunctionalInterface
public interface WriteQueueListener {
  /** Hears of nothing. */
  WriteQueueListener NONE = (_, _) -> {};

  /**
   * Bytes that were accepted cannot be written, and the queue is of no use any more. Called once,
   * after lent buffers were given back; not called for what fails after {@link WriteQueue#close()}.
   *
   * @param queue has failed
   * @param failure the exception of the write, which further calls throw too
   */
  void writeFailed(WriteQueue queue, IOException failure);

  /**
   * There is room again: an offer was refused for lack of it, and half of the capacity is free now.
   *
   * <p>Does nothing unless overridden.
   *
   * @param queue has room
   */
  default void roomFreed(WriteQueue queue) {}
}
