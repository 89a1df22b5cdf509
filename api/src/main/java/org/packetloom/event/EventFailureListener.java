// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

/** Hears of handlers that fail. */
@FunctionalInterface
public interface EventFailureListener {
  /**
   * A handler threw. It stays registered, and nothing else is affected. What this method throws
   * itself is logged.
   *
   * @param handler which
   * @param events what it was called for, bits of {@link Events}
   * @param failure any exception or error
   */
  void handlerFailed(EventHandler handler, long events, Throwable failure);
}
