// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import org.packetloom.Connector;

/**
 * A channel as a selector sees it: a connector to watch, and what its events mean as things stand.
 *
 * <p>Every channel of this package is one. What a channel can be selected for changes as it
 * connects or begins to listen; who watches it is told then, and asks anew. Closing the channel
 * closes the connector first and cancels the keys then.
 */
interface Selectable {
  /**
   * What is to be watched.
   *
   * @return always the same
   */
  Connector connector();

  /**
   * Which of some operations can become ready, as things stand.
   *
   * @param operations bits of {@link java.nio.channels.SelectionKey}, among the valid ones
   * @return a part of them
   */
  int possible(int operations);

  /**
   * Those who are told whenever the answers of {@link #possible} may have changed, and once the
   * channel is closed.
   *
   * @return always the same
   */
  Watchers watchers();

  /**
   * The events of the connector that can make any of some operations ready, as things stand.
   *
   * @param operations as for {@link #possible}
   * @return bits of {@link org.packetloom.event.Events}; 0 if none of them can become ready before
   *     the state changes
   */
  default long eventsFor(int operations) {
    return Operations.events(possible(operations));
  }

  /**
   * Which of some operations are ready, as things stand.
   *
   * @param operations as for {@link #possible}
   * @param events bits of {@link org.packetloom.event.Events} that were found; READ and WRITE
   *     matter here, the others mean that everything is ready
   * @return a part of {@code operations}
   */
  default int readyOperations(int operations, long events) {
    return Operations.ready(possible(operations), events);
  }
}
