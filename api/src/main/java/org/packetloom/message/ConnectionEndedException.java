// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.nio.channels.ClosedChannelException;
import org.packetloom.FailureDetail;
import org.packetloom.TransferFailure;

/**
 * A connection of messages has ended, or ended during the call: closed here or there, timed out, or
 * its socket has failed, which is then the cause; incubating.
 *
 * @see #reason()
 */
public final class ConnectionEndedException extends ClosedChannelException
    implements TransferFailure {
  private static final long serialVersionUID = 1L;

  /** What getMessage() answers. */
  private final String message;

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
  public ConnectionEndedException(FailureDetail detail, DisconnectReason reason) {
    super();
    this.message = detail.message();
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

  @Override
  public String getMessage() {
    return message;
  }
}
