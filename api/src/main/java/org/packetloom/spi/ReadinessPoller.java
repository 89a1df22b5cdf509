// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.io.IOException;
import org.packetloom.Connector;
import org.packetloom.event.Events;

/**
 * Waits for any of many connectors, on behalf of one thread at a time: what a {@link
 * java.nio.channels.Selector} is made of. {@link org.packetloom.Packetloom#readinessPoller()} opens
 * one.
 *
 * <p>It is level-triggered: each {@link #await} tells of every connector that is ready by then for
 * something that was asked of its watch, whether or not it was told before. What a wait costs does
 * not depend on how many connectors are watched that are not ready.
 *
 * <p>{@link #await} and {@link Watch#ask} are called by one thread at a time; everything else is
 * safe for use by any thread, and does not wait for {@code await} unless it says so.
 */
public interface ReadinessPoller extends AutoCloseable {
  /**
   * Begins to watch a connector; nothing is told before {@link Watch#ask}. A connector may be
   * watched by any number of pollers, and several times by one.
   *
   * @param connector of the same toolkit, with a descriptor; one that has a descriptor for each
   *     direction is watched at both
   * @param listener is told
   * @return ends with the connector, or by {@link Watch#end}
   * @throws org.packetloom.ConnectorClosedException if the connector or this is closed
   * @throws org.packetloom.CapabilityException if the connector cannot be watched
   * @throws IOException if the system refuses
   */
  Watch watch(Connector connector, Listener listener) throws IOException;

  /**
   * Waits until a connector is ready, and tells the listeners of all that are found ready. A
   * virtual thread that waits here parks. An interrupt does not end it.
   *
   * @param timeoutNanos how long to wait; 0 not to wait, negative to wait without limit
   * @return how often listeners were told; 0 after {@link #wake}, if the time has passed, and now
   *     and then without a reason
   * @throws IllegalStateException if another thread, or a listener, is at it already
   * @throws org.packetloom.ConnectorClosedException if this is closed
   * @throws org.packetloom.ConnectorClosedWhileWaitingException if it gets closed meanwhile
   * @throws org.packetloom.ConnectorTimeoutException if the ambient deadline passes
   * @throws IOException if the system's poller fails, which it does for good
   */
  int await(long timeoutNanos) throws IOException;

  /** Has the {@link #await} that goes on return, or else the next one return at once. */
  void wake();

  /**
   * Ends all watches and frees what the system holds; waits until nobody is in {@link #await} any
   * more, unless a listener calls it. Does nothing if closed; done by the toolkit's close as well.
   */
  @Override
  void close();

  /** Is told what a connector is ready for, by the thread that waits. */
  @FunctionalInterface
  interface Listener {
    /**
     * The connector is ready. Must not wait, nor throw.
     *
     * @param events an or of {@link Events#READ} and {@link Events#WRITE} of what was asked for;
     *     {@link Events#CLOSE} if the peer has ended or both directions have, {@link Events#ERROR}
     *     if there is an error to be taken: with that, or after both ended, all directions that the
     *     connector has are told, asked for or not
     */
    void ready(long events);
  }

  /** Watches one connector. */
  interface Watch {
    /**
     * Chooses what is told from the next {@link ReadinessPoller#await} on. Does nothing once the
     * watch has ended.
     *
     * @param events an or of {@link Events#READ} and {@link Events#WRITE}; 0 for nothing, errors
     *     and the end included
     * @throws IOException if the system refuses; nothing is told then
     */
    void ask(long events) throws IOException;

    /** Ends it: nothing is told by waits that begin after this. Does nothing if it has ended. */
    void end();
  }
}
