// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.packetloom.TransferFailure;

/**
 * A deadline of a socket has passed, or a limit other than {@link
 * java.net.Socket#setSoTimeout(int)} and the timeout given to {@code connect}: an ambient {@link
 * org.packetloom.Deadline}, one of the socket's own, a write timeout, or a timeout of a connector
 * URI.
 *
 * <p>It is no {@link SocketTimeoutException}, because existing code tries again after one that it
 * has not asked for. The socket stays usable, unless a write was torn.
 */
public final class SocketDeadlineException extends SocketException implements TransferFailure {
  private static final long serialVersionUID = 1L;

  /** Bytes that the call had moved. */
  private final long bytesMoved;

  /**
   * Makes the exception from that of the connector.
   *
   * @param cause what ended the wait
   */
  public SocketDeadlineException(SocketTimeoutException cause) {
    super(cause.getMessage(), cause);
    this.bytesMoved =
        cause instanceof TransferFailure failure ? failure.bytesMoved() : cause.bytesTransferred;
  }

  @Override
  public long bytesMoved() {
    return bytesMoved;
  }
}
