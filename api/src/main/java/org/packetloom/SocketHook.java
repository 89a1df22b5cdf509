// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;

/** What is done to a fresh socket before it is bound or connected. */
@FunctionalInterface
public interface SocketHook {
  /**
   * Prepares a socket.
   *
   * <p>Called by the thread that opens it; where several addresses are tried at once, by several
   * threads at the same time, once for each socket.
   *
   * @param socket the socket; for the length of the call only
   * @throws IOException to refuse the socket, which is closed then
   */
  void prepare(FreshSocket socket) throws IOException;
}
