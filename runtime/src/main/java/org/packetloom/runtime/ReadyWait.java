// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

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
        if (direction == Transfer.READ && (seen & Handle.INPUT_ENDED) != 0) {
          return true; // a pipe's end knows nothing of that
        }
        if (direction == Transfer.READ && handle.transfer().held() > 0) {
          return true;
        }
        int now = engine.platform().foreign().readiness(handle.descriptor());
        if ((now & direction) != 0 && !isToCome(handle, direction)) {
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

  /** Whether the poller is about to read what the system has, and a read would not find it yet. */
  private static boolean isToCome(Handle handle, int direction) {
    return direction == Transfer.READ && handle.transfer().isReadingBeforehand();
  }

  /**
   * Whether a read has timed out only because the poller had no time to tell that there is
   * something: it is attempted once more then. Not at a deadline, or a call that reads on and on
   * would never end; and no write, which may fail to fit although the system says that some would.
   * Called by the holder of the turn.
   */
  static boolean isUntold(Handle handle, Engine engine, int direction, IOException failure) {
    if (direction != Transfer.READ
        || !(failure instanceof ConnectorTimeoutException)
        || !handle.lane(direction).tryLookAgain()) {
      return false;
    }
    int now = engine.platform().foreign().readiness(handle.descriptor());
    if (now < 0 || (now & Readiness.READABLE) == 0) {
      return false;
    }
    handle.notice(Readiness.READABLE);
    return true;
  }

  /**
   * Whether there is something after all for a read that does not wait, and its attempt has to be
   * made again. What the system has by now the poller is about to bring, and no attempt finds it
   * until then: that is waited for, as a thread that asked over and over would keep its own loop
   * from bringing it. Called by the holder of the turn.
   *
   * @param result of the attempt
   */
  static boolean isBrought(Handle handle, int result) throws IOException {
    return result == Transfer.NOT_READY
        && handle.transfer().isReadingBeforehand()
        && handle.settle(Transfer.READ, "read", 0);
  }
}
