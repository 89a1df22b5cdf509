// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;

/**
 * The next record does not fit into the buffer. It stays where it is: read it with more room.
 *
 * @see LocalStreamConnector
 */
public final class RecordTooLongException extends IOException implements TransferFailure {
  private static final long serialVersionUID = 1L;

  /** Bytes of the record. */
  private final int recordBytes;

  /** Bytes that the call had moved. */
  private final long bytesMoved;

  /**
   * Makes the exception.
   *
   * @param detail operation, end points, cause and bytes moved
   * @param recordBytes bytes of the record
   */
  public RecordTooLongException(FailureDetail detail, int recordBytes) {
    super(detail.message());
    this.recordBytes = recordBytes;
    this.bytesMoved = detail.bytesMoved();
  }

  /**
   * How long the record is.
   *
   * @return bytes, more than there was room for
   */
  public int recordBytes() {
    return recordBytes;
  }

  /**
   * Bytes that the call had moved: those of records before this one.
   *
   * @return zero or more
   */
  @Override
  public long bytesMoved() {
    return bytesMoved;
  }
}
