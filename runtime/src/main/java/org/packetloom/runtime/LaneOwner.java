// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import org.packetloom.InterruptPolicy;

/** What a {@link Lane} needs to know of whatever is waited for in it. */
interface LaneOwner {
  /** Whether waiting has come to its end for everyone. */
  boolean isClosed();

  InterruptPolicy interruptPolicy();

  /** Closes the connector because a thread that waits in it was interrupted. */
  void closeByInterrupt() throws IOException;

  /** Words the end points for messages about one direction. */
  String endpoints(int direction);

  Timers timers();

  /** Whether an attempt in a direction may get somewhere, where that is what is waited for. */
  default boolean isReady(int direction) {
    return false;
  }

  /** A direction was given a deadline: calls have to look at it as they begin. */
  default void limited(int direction) {}

  /** The call that holds a direction's turn has put something into its waiter. */
  default void usesWaiter(int direction) {}
}
