// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

/**
 * A failure that tells how many bytes its call had moved.
 *
 * <p>A call that ends early has consumed nothing, or exactly what it reports here; the positions of
 * the caller's buffers agree with it.
 */
public interface TransferFailure {
  /**
   * The bytes that the failed call had read or written before it ended.
   *
   * @return zero or more bytes
   */
  long bytesMoved();
}
