// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.event;

import java.util.Optional;
import org.packetloom.event.Reactor;
import org.packetloom.event.ReactorStatistics;

/**
 * Keeps the number of a reactor's workers to what there is to do.
 *
 * <p>It grows at once, by doubling at most, when tasks are queued. It shrinks when for some looks
 * in a row fewer workers would have done: to what was needed at most meanwhile, by half at most.
 *
 * <p>To be asked to look from time to time, by one thread: but not by a timer of the reactor that
 * it governs, whose handlers are called when a worker is free, which is just when there are enough.
 */
public final class WorkerGovernor {
  private static final int PATIENT_LOOKS = 4;

  private final Reactor reactor;
  private final int least;
  private final int most;

  private int quietLooks;
  private int mostWanted; // in the quiet looks

  /**
   * What was changed, and why.
   *
   * @param seen what the reactor was doing
   * @param workers how many there are to be now
   */
  public record Change(ReactorStatistics seen, int workers) {}

  /**
   * Governs a reactor in worker mode.
   *
   * @param reactor whose workers nobody else changes
   * @param least the fewest workers, 1 or more
   * @param most the most workers, {@code least} or more
   */
  public WorkerGovernor(Reactor reactor, int least, int most) {
    if (least < 1 || most < least) {
      throw new IllegalArgumentException("workers: " + least + " to " + most);
    }
    this.reactor = reactor;
    this.least = least;
    this.most = most;
  }

  /**
   * Looks what the reactor is doing, and changes the number of its workers if need be.
   *
   * @return what was changed; empty if nothing was
   */
  public Optional<Change> look() {
    ReactorStatistics seen = reactor.statistics();
    int wanted = Math.clamp(seen.active() + seen.queued(), least, most);
    int workers = wanted >= seen.workers() ? more(seen, wanted) : fewer(seen, wanted);
    if (workers == seen.workers()) {
      return Optional.empty();
    }
    reactor.workers(workers);
    return Optional.of(new Change(seen, workers));
  }

  private int more(ReactorStatistics seen, int wanted) {
    beginQuiet();
    return Math.min(wanted, 2 * seen.workers());
  }

  private int fewer(ReactorStatistics seen, int wanted) {
    mostWanted = Math.max(mostWanted, wanted);
    quietLooks++;
    if (quietLooks < PATIENT_LOOKS) {
      return seen.workers();
    }
    int enough = Math.max(mostWanted, seen.workers() / 2);
    beginQuiet();
    return enough;
  }

  private void beginQuiet() {
    quietLooks = 0;
    mostWanted = 0;
  }
}
