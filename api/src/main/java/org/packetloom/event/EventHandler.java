// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

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
}
