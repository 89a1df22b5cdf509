// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.Serial;

/**
 * A handler failed that was run by {@link Reactor#processEvents} with {@link
 * PumpOption#EXIT_ON_FAILURE}; the cause is what it threw.
 */
public final class HandlerFailedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message which handler
   * @param cause what it threw
   */
  public HandlerFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
