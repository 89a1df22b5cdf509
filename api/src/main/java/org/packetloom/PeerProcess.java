// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.Closeable;
import java.io.IOException;

/**
 * A hold on the process that connected or listened at the other end of a Unix-domain socket, and on
 * no other that may get its number later. To be closed.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/pidfd_open.2.html">pidfd_open(2)</a>
 */
public interface PeerProcess extends Passable, Closeable {
  /**
   * Whether it has not ended.
   *
   * @return false from its end on
   * @throws ConnectorClosedException if this hold was closed
   * @throws IOException for errors of the system, implementing {@link NativeFailure}
   */
  boolean isAlive() throws IOException;

  @Override
  void close() throws IOException;
}
