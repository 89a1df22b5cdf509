// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.io.IOException;
import java.net.ProtocolFamily;

/**
 * Opens sockets that are bound and connected step by step; {@link
 * org.packetloom.Packetloom#stages()} gives one.
 */
public interface SocketStages {
  /**
   * Opens a socket for a stream.
   *
   * @param family {@link java.net.StandardProtocolFamily} INET, INET6 or UNIX
   * @return not bound, not connected
   * @throws IOException if the system refuses, or the toolkit is closed
   * @throws UnsupportedOperationException if the family is another
   */
  StagedStream stream(ProtocolFamily family) throws IOException;

  /**
   * Opens a socket for a listener.
   *
   * @param family {@link java.net.StandardProtocolFamily} INET, INET6 or UNIX
   * @return not bound, not listening
   * @throws IOException if the system refuses, or the toolkit is closed
   * @throws UnsupportedOperationException if the family is another
   */
  StagedListener listener(ProtocolFamily family) throws IOException;

  /**
   * Opens a socket for datagrams.
   *
   * @param family {@link java.net.StandardProtocolFamily} INET, INET6 or UNIX
   * @return not bound, not connected
   * @throws IOException if the system refuses, or the toolkit is closed
   * @throws UnsupportedOperationException if the family is another
   */
  StagedDatagrams datagrams(ProtocolFamily family) throws IOException;
}
