// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

/** How {@link Reactor#processEvents} goes about it. */
public enum PumpOption {
  /** Waits for the next timer, if there is one, even if that is due after the timeout. */
  SOFT_TIMEOUT,

  /**
   * Ends with {@link HandlerFailedException} at the first handler that fails; what was to be run
   * after it is run by the next call. Otherwise failures are reported to {@link
   * EventFailureListener}.
   */
  EXIT_ON_FAILURE
}
