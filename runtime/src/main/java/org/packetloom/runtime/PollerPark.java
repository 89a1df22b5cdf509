// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;

/**
 * Where a virtual thread waits for the events of a poller that it runs: waiting in the poller it
 * would hold its carrier. One thread at a time.
 */
interface PollerPark {
  /** Over a poller: at its descriptor, if it has one. */
  static PollerPark of(Engine engine, Poller poller) {
    return poller.descriptor().isPresent()
        ? new NestedPark(engine, poller, poller.descriptor().getAsInt())
        : new HelperPark(poller);
  }

  /** What is remembered; loaded before the thread looks whether it has to wait at all. */
  int seen() throws IOException;

  /**
   * Waits for events, and has the poller keep them; may end early.
   *
   * @param mostNanos negative for no limit
   * @return how many are kept
   */
  int await(int seen, long mostNanos) throws IOException, PollerException;

  /** Ends the wait of a thread that has called {@link #seen}. */
  void wake();

  /** Nobody waits here any more. */
  void close();
}
