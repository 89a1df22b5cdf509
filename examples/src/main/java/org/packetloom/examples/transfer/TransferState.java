// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.transfer;

import org.packetloom.message.ConnectionStats;

/**
 * How far a transfer is.
 *
 * @param doneBytes what the receiver has
 * @param totalBytes what it is to have
 * @param stats what the connection is like
 */
public record TransferState(long doneBytes, long totalBytes, ConnectionStats stats) {
  /**
   * How much of it is done.
   *
   * @return 0 to 100
   */
  public int percent() {
    return totalBytes == 0 ? 100 : (int) (100.0 * doneBytes / totalBytes);
  }
}
