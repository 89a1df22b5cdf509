// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.time.Duration;
import org.packetloom.event.PumpOption;

/** Who takes the steps of a reactor, and who runs its tasks. */
interface ReactorMode {
  ReactorQueue queue();

  /** Begins; called once, before anyone knows the reactor. */
  void start(ReactorCore core);

  /** As {@link org.packetloom.event.Reactor#processEvents}. */
  int processEvents(Duration timeout, PumpOption... options);

  /** Whether the calling thread takes the steps. */
  boolean isRunner();

  /** As {@link org.packetloom.event.Reactor#workers(int)}. */
  void workers(int count);

  int workers();

  int queued();

  int active();

  /**
   * Ends all steps and tasks.
   *
   * @param free frees the core; called once, when the last step is over
   */
  void close(Runnable free);
}
