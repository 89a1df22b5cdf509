// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.net.SocketException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.TransferFailure;

/**
 * The calling thread was interrupted while it waited in a socket, under {@link
 * org.packetloom.InterruptPolicy#KEEP_OPEN}.
 *
 * <p>The interrupt flag of the thread is still set and the socket stays usable.
 */
public final class SocketInterruptedException extends SocketException implements TransferFailure {
  private static final long serialVersionUID = 1L;

  /** Bytes that the call had moved. */
  private final long bytesMoved;

  /**
   * Makes the exception from that of the connector.
   *
   * @param cause what ended the wait
   */
  public SocketInterruptedException(ConnectorInterruptedException cause) {
    super(cause.getMessage(), cause);
    this.bytesMoved = cause.bytesMoved();
  }

  @Override
  public long bytesMoved() {
    return bytesMoved;
  }
}
