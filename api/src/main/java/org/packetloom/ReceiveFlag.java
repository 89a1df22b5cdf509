// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

/** What may be asked of a single read. */
public enum ReceiveFlag {
  /** Waits until the buffer is full, or the stream ends: the count is then less. */
  WAIT_ALL,
  /**
   * Takes the urgent byte that arrived out of band. Never waits: 0 if there is none, or another
   * thread is reading. It is gone once a byte that was sent after it was read; with the poller
   * io_uring, perhaps once such a byte has arrived, until a connection first asks for it.
   */
  OUT_OF_BAND
}
