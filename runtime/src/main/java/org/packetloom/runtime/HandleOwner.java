// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import org.packetloom.InterruptPolicy;

/** The connector that a {@link Handle} belongs to. */
interface HandleOwner {
  InterruptPolicy interruptPolicy();

  /** Words the end points for messages about one direction. */
  String endpoints(int direction);

  /**
   * A handle was read from before it was registered with its poller.
   *
   * @param hasFound whether there was anything
   */
  default void hasTriedToRead(boolean hasFound) {}

  /** Closes the connector with all its handles. */
  void close() throws IOException;
}
