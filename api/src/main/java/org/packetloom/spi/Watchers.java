// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;

/** Who watches a connector without a descriptor. Safe for use by any thread. */
final class Watchers {
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

  @SuppressWarnings("UnnecessaryMethodReference") // one of its own, even if the same comes twice
  Watchable.Watching add(Runnable changed) {
    Runnable entry = changed::run;
    watchers.add(entry);
    return () -> watchers.remove(entry);
  }

  /** Something may have changed. */
  void changed() {
    for (Runnable watcher : watchers) {
      watcher.run();
    }
  }

  /** How a call waits. */
  @FunctionalInterface
  interface Wait {
    void await(ParkPoint.Call call, BooleanSupplier condition, long moved) throws IOException;
  }

  /** Waits for a condition; false if the deadline comes first. */
  static boolean await(
      Turns turns, String operation, BooleanSupplier condition, Wait wait, Deadline deadline)
      throws IOException {
    try {
      deadline.call(
          () -> {
            try (Turns.Waiting turn = turns.take(operation)) {
              do {
                wait.await(turn.call(), condition, 0);
              } while (!condition.getAsBoolean());
            }
            return null;
          });
      return true;
    } catch (ConnectorTimeoutException e) {
      if (deadline.hasPassed() && !Deadline.current().hasPassed()) {
        return condition.getAsBoolean();
      }
      throw e;
    }
  }
}
