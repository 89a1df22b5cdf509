// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.asking;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.packetloom.ConnectorUri;

/** Asks one server after another until the first of them answers. */
public interface Race {
  /**
   * Puts a question to the first server, and to each further one after another delay without an
   * answer, or as soon as the one before it has failed.
   *
   * @param pool lends the connections, and gets them back
   * @param servers whom to ask; any answer will do
   * @param question one line, without its end
   * @param delay the lead of each server before the next; zero to ask all at once
   * @return the first answer
   * @throws IOException if all fail: how the first of them did
   * @throws InterruptedException if the calling thread is interrupted; the connections go on
   */
  Outcome.Answer ask(
      ConversationPool pool, List<ConnectorUri> servers, String question, Duration delay)
      throws IOException, InterruptedException;
}
