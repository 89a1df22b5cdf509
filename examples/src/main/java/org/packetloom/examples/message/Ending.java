// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.message;

import org.packetloom.message.DisconnectReason;

/** Words for the end of a connection, as a client sees it. */
public final class Ending {
  private Ending() {}

  /**
   * Words a reason for people.
   *
   * @param reason why a connection has ended, or was never made
   * @return half a sentence
   */
  public static String words(DisconnectReason reason) {
    return switch (reason.kind()) {
      case NORMAL -> "the server has closed it";
      case HANDSHAKE_TIMEOUT -> "no server answers";
      case TIMED_OUT -> "nothing was heard of the server any more";
      case SERVER_FULL -> "the server is full";
      case PROTOCOL_MISMATCH -> "the server speaks another protocol";
      case DENIED -> "the server does not want us, code " + reason.code();
      case KICKED -> "the server has sent us away, code " + reason.code();
      case TOKEN_REJECTED -> "the server wants a connect token";
      case SOCKET_FAILED -> "the socket has failed";
    };
  }
}
