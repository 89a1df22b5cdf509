// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.Serial;

/** A reactor was used that is closed. */
public final class ReactorClosedException extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param operation what was asked for
   */
  public ReactorClosedException(String operation) {
    super(operation + ": the reactor is closed");
  }
}
