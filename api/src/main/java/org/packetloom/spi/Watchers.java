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

  Watchable.Watching add(Runnable changed) {
    Runnable entry = changed::run; // one of its own, even if the same comes twice
    watchers.add(entry);
    return () -> watchers.remove(entry);
  }

  /** Something may have changed. */
  void changed() {
    for (Runnable watcher : watchers) {
      watcher.run();
    }
  }

  /** Waits at a park point for a condition; false if the deadline comes first. */
  static boolean await(Turns turns, String operation, BooleanSupplier condition, Deadline deadline)
      throws IOException {
    try {
      deadline.call(
          () -> {
            try (Turns.Waiting turn = turns.take(operation)) {
              turn.call().await(condition, 0);
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
