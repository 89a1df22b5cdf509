// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import org.packetloom.platform.PollerException;

/** The one place of this package where an error number becomes an exception. */
final class Failures {
  private static final WindowsErrors ERRORS = new WindowsErrors();

  private Failures() {}

  /** The failure of a poller. */
  static PollerException poller(String call, int negatedError) {
    return new PollerException(call + ": " + ERRORS.name(-negatedError));
  }
}
