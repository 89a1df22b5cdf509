// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;

/**
 * An output stream refuses to go on, because an earlier write through it stopped in the middle.
 *
 * <p>The peer has received part of a block; anything written after it would be taken for the rest.
 * The connector itself is not closed: a caller that knows how much arrived may go on through it.
 * The cause is the exception that tore the write.
 */
public final class TornWriteException extends IOException implements TransferFailure {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param endpoints both end points of the connector
   * @param cause the exception that tore the earlier write
   */
  public TornWriteException(String endpoints, Throwable cause) {
    super(FailureDetail.atOnce("write", endpoints, "an earlier write was torn").message(), cause);
  }

  @Override
  public long bytesMoved() {
    return 0;
  }
}
