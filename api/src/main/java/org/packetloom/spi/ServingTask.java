// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;

/**
 * What a thread does that serves one connection and nothing else. A thread factory of a toolkit
 * looks for it when it makes a thread: where threads have homes, it then chooses the one that is
 * best for the connection. Those who accept connections without a {@link org.packetloom.Server} can
 * make their tasks so, too; it is never needed.
 *
 * @see Packetloom#threadFactory()
 */
public interface ServingTask extends Runnable {
  /**
   * The connection that will be served. Called by the thread that makes the new one, before that
   * starts.
   *
   * @return the connection as it was accepted
   */
  StreamConnector connection();
}
