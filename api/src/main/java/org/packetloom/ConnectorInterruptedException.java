// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.InterruptedIOException;

/**
 * The calling thread was interrupted while it waited, under {@link InterruptPolicy#KEEP_OPEN}.
 *
 * <p>The interrupt flag of the thread is still set and the connector stays usable. {@code
 * bytesTransferred} of the superclass holds {@link #bytesMoved()}, capped at {@link
 * Integer#MAX_VALUE}.
 */
public final class ConnectorInterruptedException extends InterruptedIOException
    implements TransferFailure {
  private static final long serialVersionUID = 1L;

  /** Bytes that the call had moved. */
  private final long bytesMoved;

  /**
   * Makes the exception from what is known of the failure.
   *
   * @param detail operation, end points, cause, time waited and bytes moved
   */
  public ConnectorInterruptedException(FailureDetail detail) {
    super(detail.message());
    this.bytesTransferred = (int) Math.min(detail.bytesMoved(), Integer.MAX_VALUE);
    this.bytesMoved = detail.bytesMoved();
  }

  @Override
  public long bytesMoved() {
    return bytesMoved;
  }
}
