// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.net.ConnectException;
import org.packetloom.FailureDetail;
import org.packetloom.TransferFailure;

/**
 * A server of messages does not accept the client; incubating.
 *
 * <p>The socket that was opened for it is closed.
 *
 * @see #reason()
 */
public final class HandshakeRefusedException extends ConnectException implements TransferFailure {
  private static final long serialVersionUID = 1L;

  /** Kind of the reason. */
  private final DisconnectReason.Kind kind;

  /** Code of the reason. */
  private final int code;

  /**
   * Makes the exception from what is known of the failure.
   *
   * @param detail operation, end points, cause, time waited
   * @param reason why
   */
  public HandshakeRefusedException(FailureDetail detail, DisconnectReason reason) {
    super(detail.message());
    this.kind = reason.kind();
    this.code = reason.code();
  }

  /**
   * Why.
   *
   * @return the reason
   */
  public DisconnectReason reason() {
    return new DisconnectReason(kind, code);
  }

  /** No bytes: a message is sent or received as a whole, or not at all. */
  @Override
  public long bytesMoved() {
    return 0;
  }
}
