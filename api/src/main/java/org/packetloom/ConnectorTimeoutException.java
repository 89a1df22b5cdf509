// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.net.SocketTimeoutException;

/**
 * A deadline or timeout passed before the call could finish.
 *
 * <p>The connector stays usable: passing a deadline is not sticky, and the call moved exactly
 * {@link #bytesMoved()} bytes. {@code bytesTransferred} of the superclass holds the same count,
 * capped at {@link Integer#MAX_VALUE}.
 */
public final class ConnectorTimeoutException extends SocketTimeoutException
    implements TransferFailure {
  private static final long serialVersionUID = 1L;

  /** Bytes that the call had moved. */
  private final long bytesMoved;

  /**
   * Makes the exception from what is known of the failure.
   *
   * @param detail operation, end points, cause, time waited and bytes moved
   */
  public ConnectorTimeoutException(FailureDetail detail) {
    super(detail.message());
    this.bytesTransferred = (int) Math.min(detail.bytesMoved(), Integer.MAX_VALUE);
    this.bytesMoved = detail.bytesMoved();
  }

  @Override
  public long bytesMoved() {
    return bytesMoved;
  }
}
