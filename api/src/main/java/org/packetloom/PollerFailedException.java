// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;

/**
 * The poller that the connector depended on died; the connector is of no further use.
 *
 * <p>Everyone who waits on a dead poller gets this exception, for good; connectors on other pollers
 * go on. The cause is what ended the poller.
 */
public final class PollerFailedException extends IOException implements TransferFailure {
  private static final long serialVersionUID = 1L;

  /** Bytes that the call had moved. */
  private final long bytesMoved;

  /**
   * Makes the exception from what is known of the failure.
   *
   * @param detail operation, end points, cause, time waited and bytes moved
   * @param cause what ended the poller
   */
  public PollerFailedException(FailureDetail detail, Throwable cause) {
    super(detail.message(), cause);
    this.bytesMoved = detail.bytesMoved();
  }

  @Override
  public long bytesMoved() {
    return bytesMoved;
  }
}
