// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

/**
 * The threads that run the pollers of a {@link PollingEngine}.
 *
 * <p>One for each poller: it awaits and dispatches until it is told to stop. One that fails gives
 * its poller up by name, so that everyone who waits on it learns of it; the others go on.
 */
interface PollerThreads extends AutoCloseable {
  /** Begins to run the pollers. */
  void start();

  /** Stops and waits for the threads. */
  @Override
  void close();
}
