// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.util.Objects;

/**
 * A server refused or ended a connection because of one of its limits.
 *
 * <p>Handlers never see it: it is what the server's {@link FailureListener} is told.
 */
public final class ConnectionLimitException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What was exceeded. */
  private final ConnectionLimit limit;

  /**
   * Makes the exception.
   *
   * @param limit what was exceeded
   * @param message the connection, and the limit's value
   */
  public ConnectionLimitException(ConnectionLimit limit, String message) {
    super(message);
    this.limit = Objects.requireNonNull(limit, "limit");
  }

  /**
   * What was exceeded.
   *
   * @return the limit
   */
  public ConnectionLimit limit() {
    return limit;
  }
}
