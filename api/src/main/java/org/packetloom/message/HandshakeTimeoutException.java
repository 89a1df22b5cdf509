// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.net.ConnectException;
import org.packetloom.FailureDetail;
import org.packetloom.TransferFailure;

/**
 * A server of messages did not answer within {@link MessageClientConfig#handshakeTimeout};
 * incubating.
 *
 * <p>Differs from {@link org.packetloom.ConnectorTimeoutException}, which stems from a deadline of
 * the caller. If the system refused to send to the server, that is the cause.
 */
public final class HandshakeTimeoutException extends ConnectException implements TransferFailure {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception from what is known of the failure.
   *
   * @param detail operation, end points, cause, time waited
   */
  public HandshakeTimeoutException(FailureDetail detail) {
    super(detail.message());
  }

  /** No bytes: the connection was not made. */
  @Override
  public long bytesMoved() {
    return 0;
  }
}
