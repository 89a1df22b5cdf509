// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

/**
 * What a {@link DataConnection} may take; incubating.
 *
 * @param queueBytes the most bytes that may be queued to be written, 1 or more
 * @param dataBytes the most bytes that a handler is given at once, 1 to 2³⁰; also the longest
 *     message that it can have completed by leaving its beginning
 */
public record DataLimits(long queueBytes, int dataBytes) {
  /** A queue of 1 MiB, and 64 KiB at once. */
  public static final DataLimits DEFAULT = new DataLimits(1 << 20, ReadBuffers.SIZE);

  private static final int MOST_DATA = 1 << 30;

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public DataLimits {
    if (queueBytes < 1 || dataBytes < 1 || dataBytes > MOST_DATA) {
      throw new IllegalArgumentException("limits: " + queueBytes + ", " + dataBytes);
    }
  }

  /**
   * The same with another bound of the queue.
   *
   * @param bytes the most bytes that may be queued to be written
   * @return the limits
   * @throws IllegalArgumentException if it is less than 1
   */
  public DataLimits queueBytes(long bytes) {
    return new DataLimits(bytes, dataBytes);
  }

  /**
   * The same with another size of what a handler is given.
   *
   * @param bytes the most at once
   * @return the limits
   * @throws IllegalArgumentException if it is out of range
   */
  public DataLimits dataBytes(int bytes) {
    return new DataLimits(queueBytes, bytes);
  }
}
