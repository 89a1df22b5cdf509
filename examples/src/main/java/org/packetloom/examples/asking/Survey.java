// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.asking;

import java.time.Duration;
import java.util.List;
import org.packetloom.ConnectorUri;
import org.packetloom.Packetloom;

/** Asks several servers at once. */
public interface Survey {
  /**
   * Puts one question to all servers, over a fresh connection to each.
   *
   * @param loom opens the connections
   * @param servers whom to ask
   * @param question one line, without its end
   * @param within how long all of it may take, connecting included
   * @param enough once so many have answered, the others are not waited for
   * @return what became of it, in the order of {@code servers}
   * @throws InterruptedException if the calling thread is interrupted; all connections are closed
   */
  List<Outcome> ask(
      Packetloom loom, List<ConnectorUri> servers, String question, Duration within, int enough)
      throws InterruptedException;
}
