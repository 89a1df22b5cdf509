// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.nio.channels.ClosedChannelException;

/**
 * The connector was closed before the call began.
 *
 * <p>Connectors do not reopen: every further call fails the same way.
 */
public final class ConnectorClosedException extends ClosedChannelException
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
  public ConnectorClosedException(FailureDetail detail) {
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
