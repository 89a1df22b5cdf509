// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.nio.channels.ClosedByInterruptException;

/**
 * The calling thread was interrupted while it waited, under {@link InterruptPolicy#CLOSE}.
 *
 * <p>The connector is closed and the interrupt flag of the thread is still set.
 */
public final class ConnectorClosedByInterruptException extends ClosedByInterruptException
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
  public ConnectorClosedByInterruptException(FailureDetail detail) {
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
