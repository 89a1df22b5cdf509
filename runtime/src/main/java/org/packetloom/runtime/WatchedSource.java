// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.jspecify.annotations.Nullable;

/**
 * What tells a {@link WatchedConnector} what holds: a descriptor, or a connector of the user's.
 *
 * <p>Called under the lock of the sources, by one thread at a time.
 */
interface WatchedSource {
  /**
   * Whether {@link #watch} would change or tell nothing; called by who holds the task, without the
   * lock.
   */
  boolean isSettled(long wanted);

  /**
   * Watches for what is wanted from now on, and tells it if it holds already.
   *
   * @param wanted bits of {@link org.packetloom.event.Events}; 0 for nothing
   * @return 0, or the negated error number
   */
  int watch(long wanted);

  /**
   * The one registration that can be told without more ado, or that there is none such.
   *
   * @param only see {@link WatchedConnector}; null if there is none
   */
  default void only(@Nullable ConnectorRegistration only) {}

  /**
   * Ends watching for good.
   *
   * @param isClosing whether the connector is being closed
   */
  void end(boolean isClosing);

  /** Need not tell any more that the connector is being closed; called without the lock. */
  void forget(Runnable closer);
}
