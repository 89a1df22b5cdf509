// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.echo;

import java.io.IOException;

/** An echo sent other bytes back than it got. */
public final class EchoMismatchException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param connection whose echo it is
   * @param index of the first wrong byte in its block
   * @param block number of the block on this connection, from 0
   */
  public EchoMismatchException(String connection, int index, long block) {
    super(connection + ": byte " + index + " of block " + block + " came back changed");
  }
}
