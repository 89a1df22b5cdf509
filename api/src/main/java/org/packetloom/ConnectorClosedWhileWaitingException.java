// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.nio.channels.AsynchronousCloseException;

/**
 * Another thread closed the connector while the call was in progress.
 *
 * <p>The call moved exactly {@link #bytesMoved()} bytes before it ended.
 */
public final class ConnectorClosedWhileWaitingException extends AsynchronousCloseException
    implements TransferFailure {
  private static final long serialVersionUID = 1L;

  /** What getMessage() answers. */
  private final String message;

  /** Bytes that the call had moved. */
  private final long bytesMoved;

  /**
   * Makes the exception from what is known of the failure.
   *
   * @param detail operation, end points, cause, time waited and bytes moved
   */
  public ConnectorClosedWhileWaitingException(FailureDetail detail) {
    super();
    this.message = detail.message();
    this.bytesMoved = detail.bytesMoved();
  }

  @Override
  public long bytesMoved() {
    return bytesMoved;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
