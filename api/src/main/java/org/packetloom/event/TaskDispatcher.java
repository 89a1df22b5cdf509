// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.util.List;

/** Runs what a reactor has found to be ready, in place of the reactor: for embedders. */
@FunctionalInterface
public interface TaskDispatcher {
  /**
   * Takes over what one step of {@link Reactor#processEvents} found, on the thread that called
   * that. Each task is to be run once, by any thread, in any order, and never throws; until it has
   * been, its connector is not watched. So this must not throw: what it has lost by then is lost.
   *
   * @param tasks one or more; the list is the receiver's
   * @param isUrgent whether they had better run soon, before what waits already: those that can
   *     write, or that end something
   */
  void dispatch(List<Runnable> tasks, boolean isUrgent);
}
