// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import org.packetloom.platform.Transfer;

/** What calls of stream sockets say, as results of transfers. */
final class SocketErrors {
  private SocketErrors() {}

  /** The result of a read. */
  static int ofRead(int result) {
    return switch (-result) {
      case WindowsErrors.WSAEWOULDBLOCK -> Transfer.NOT_READY;
      // recv: this end, or the peer in an orderly way, gave the direction up
      case WindowsErrors.WSAESHUTDOWN, WindowsErrors.WSAEDISCON -> 0;
      default -> ofConnection(result);
    };
  }

  /** The result of a write. */
  static int ofWrite(int result) {
    return result == -WindowsErrors.WSAEWOULDBLOCK ? Transfer.NOT_READY : ofConnection(result);
  }

  /**
   * The result of a call on a connection that was there. send: WSAECONNABORTED if it was found
   * broken at this end, when the peer did not answer or its reset came in between; to a caller that
   * is a reset, and an aborted connection is one that waits to be accepted.
   */
  private static int ofConnection(int result) {
    return switch (-result) {
      case WindowsErrors.WSAECONNABORTED, WindowsErrors.WSAENETRESET ->
          -WindowsErrors.WSAECONNRESET;
      default -> result;
    };
  }

  /** The result of an accept. */
  static int ofAccept(int result) {
    return switch (-result) {
      case WindowsErrors.WSAEWOULDBLOCK -> Transfer.NOT_READY;
      // accept: errors that belong to the new connection, not to the listener
      case WindowsErrors.WSAECONNRESET,
          WindowsErrors.WSAENETRESET,
          WindowsErrors.WSAENOTCONN,
          WindowsErrors.WSAENETDOWN,
          WindowsErrors.WSAENETUNREACH,
          WindowsErrors.WSAEHOSTUNREACH,
          WindowsErrors.ERROR_GEN_FAILURE ->
          -WindowsErrors.WSAECONNABORTED;
      default -> result;
    };
  }
}
