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
   * The events of the connector that can make any of some operations ready, as things stand.
   *
   * @param operations bits of {@link java.nio.channels.SelectionKey}, among the valid ones
   * @return bits of {@link org.packetloom.event.Events}; 0 if none of them can become ready before
   *     the state changes
   */
  long eventsFor(int operations);

  /**
   * Which of some operations are ready, as things stand.
   *
   * @param operations as for {@link #eventsFor}
   * @param events bits of {@link org.packetloom.event.Events} that were found; READ and WRITE
   *     matter here, the others mean that everything is ready
   * @return a part of {@code operations}
   */
  int readyOperations(int operations, long events);

  /**
   * Has a listener told whenever the answers of {@link #eventsFor} may have changed, and once the
   * channel is closed.
   *
   * @param listener is run by the thread that changed the state; quick, and takes no locks that are
   *     held while channels are called
   */
  void watch(Runnable listener);

  /**
   * Has a listener not told any more.
   *
   * @param listener the same object
   */
  void unwatch(Runnable listener);
}
