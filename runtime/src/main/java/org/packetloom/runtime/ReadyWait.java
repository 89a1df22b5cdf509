// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import org.packetloom.Deadline;

/** Waits until the system says that a direction of a descriptor is ready, and moves nothing. */
final class ReadyWait {
  private ReadyWait() {}

  /**
   * Waits; takes and gives back the turn of the direction.
   *
   * @param deadline when to give up
   * @return false if it passed
   */
  static boolean await(
      Handle handle, Engine engine, int direction, String operation, Deadline deadline)
      throws IOException {
    long until = engine.timers().at(deadline);
    handle.begin(direction, operation);
    try {
      while (true) {
        int seen = handle.ready();
        if ((engine.platform().foreign().readiness(handle.descriptor()) & direction) != 0) {
          return true;
        }
        handle.ensurePolled(seen, operation, direction, 0);
        if (!handle.awaitEvent(direction, operation, seen, until)) {
          return false;
        }
      }
    } finally {
      handle.end(direction);
    }
  }
}
