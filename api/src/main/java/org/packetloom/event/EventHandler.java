// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import org.packetloom.Connector;

/** Is called when something occurs for which it was registered. */
@FunctionalInterface
public interface EventHandler {
  /**
   * Handles what occurred. In worker mode it runs on a virtual thread, and may wait; where the
   * caller of {@link Reactor#processEvents} runs it, everything else waits meanwhile.
   *
   * <p>One registration, and unless chosen otherwise one connector, has one call at a time.
   *
   * @param occurrence what occurred; good during this call only
   * @throws Exception anything; it is reported to {@link EventFailureListener}
   */
  void handle(Occurrence occurrence) throws Exception;

  /**
   * A registration of this handler for a connector has ended without being cancelled or used up:
   * its connector or the reactor was closed, or the connector cannot be watched any more. Told once
   * to each, as the last; does nothing unless overridden.
   *
   * <p>Called as {@link #handle} is. Where the reactor was closed, it is called by the thread that
   * closes it, and during a call that calls {@link Reactor#close()}, or that lasts too long, it
   * does not wait for the end of that call. What it throws is reported.
   *
   * @param connector as registered; open, if it was the reactor that was closed
   * @throws Exception anything; it is reported
   */
  default void registrationEnded(Connector connector) throws Exception {}
}
