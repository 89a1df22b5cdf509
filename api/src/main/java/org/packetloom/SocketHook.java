// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;

/** What is done to a fresh socket before it is bound or connected. */
@FunctionalInterface
public interface SocketHook {
  /**
   * Prepares a socket.
   *
   * <p>Called once for each socket, by the thread that opens it; a hook that is given to several
   * builders is called by the threads of all of them.
   *
   * @param socket the socket; for the length of the call only
   * @throws IOException to refuse the socket, which is closed then
   */
  void prepare(FreshSocket socket) throws IOException;
}
