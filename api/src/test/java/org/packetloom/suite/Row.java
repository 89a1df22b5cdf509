// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the rows of all contracts have: features, and threads to run in. */
@ExtendWith(Watchdog.class)
public interface Row {
  /** What this row can do. */
  Set<Feature> features();

  /** Makes the threads of tests and their tasks; virtual ones unless a row says otherwise. */
  default ThreadFactory threads() {
    return Thread.ofVirtual().name("test-", 0).factory();
  }

  /** Skips the test if this row lacks a feature. */
  default void assumeHas(Feature feature) {
    assumeThat(features().contains(feature)).as("this row has %s", feature).isTrue();
  }

  /** Starts a call in a thread of this row. */
  default <T> Task<T> start(Callable<T> call) {
    return Task.start(threads(), call);
  }

  /** Starts an action in a thread of this row. */
  default Task<Void> startAction(Task.Action action) {
    return start(
        () -> {
          action.run();
          return null;
        });
  }
}
