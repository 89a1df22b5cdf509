// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.io.IOException;
import org.packetloom.Listener;

/** A {@link StagedSocket} that becomes a listener by {@link #listen}, once bound. */
public non-sealed interface StagedListener extends StagedSocket<Listener> {
  /**
   * Begins to take connections.
   *
   * @param backlog how many may wait to be accepted, at least 1; the system may cut it
   * @throws IOException if the system refuses, or the socket is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/listen.2.html">listen(2)</a>
   */
  void listen(int backlog) throws IOException;
}
