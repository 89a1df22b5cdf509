// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import org.packetloom.Deadline;

/**
 * Events of the user's own: bits from {@link Events#USER} on. Nothing is kept for those who come
 * later. Safe for use by any thread, handlers included.
 */
public interface UserEvents {
  /**
   * Has a handler called when some events are fired: once for each {@link #fire} that has some of
   * them, in that order, one call at a time.
   *
   * @param userEvents bits from {@link Events#USER} on
   * @param handler is told those that were fired and that it is registered for
   * @return the registration
   * @throws IllegalArgumentException if there are none, or events of the system
   * @throws ReactorClosedException if the reactor is closed
   */
  Registration register(long userEvents, EventHandler handler);

  /**
   * Fires events: everyone who is registered for some of them now is told those.
   *
   * @param userEvents bits from {@link Events#USER} on
   * @throws IllegalArgumentException if there are none, or events of the system
   * @throws ReactorClosedException if the reactor is closed
   */
  void fire(long userEvents);

  /**
   * Gathers events from now on, for threads that wait for them.
   *
   * @param userEvents bits from {@link Events#USER} on
   * @return to be closed by the caller
   * @throws IllegalArgumentException if there are none, or events of the system
   * @throws ReactorClosedException if the reactor is closed
   */
  EventSubscription subscribe(long userEvents);

  /**
   * Waits until some events are fired, from now on. Those that are fired between two calls are
   * missed; a {@link #subscribe subscription} keeps them.
   *
   * @param userEvents bits from {@link Events#USER} on
   * @param deadline when to give up
   * @return those that were fired, 0 if the deadline passed
   * @throws IllegalArgumentException if there are none, or events of the system
   * @throws ReactorClosedException if the reactor is closed
   * @throws IOException as {@link EventSubscription#await()}
   */
  default long awaitEvents(long userEvents, Deadline deadline) throws IOException {
    try (EventSubscription subscription = subscribe(userEvents)) {
      return subscription.await(deadline);
    }
  }
}
