// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

/** Hears of handlers that fail. */
@FunctionalInterface
public interface EventFailureListener {
  /**
   * A handler threw. It stays registered unless it is for one call only, and nothing else is
   * affected. What this method throws itself is logged.
   *
   * <p>Not called if the handler's connector is closed and that is what it failed of: the close may
   * come at any moment.
   *
   * @param handler which
   * @param occurrence what it was called for; good during this call only
   * @param failure any exception or error
   */
  void handlerFailed(EventHandler handler, Occurrence occurrence, Throwable failure);
}
