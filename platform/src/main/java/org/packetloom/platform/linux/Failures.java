// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.packetloom.platform.PollerException;

/** The one place of this package where an error number becomes an exception. */
final class Failures {
  private Failures() {}

  /** The failure of a poller. */
  static PollerException poller(String call, int negatedErrno) {
    return LinuxErrors.TABLE.poller(call, negatedErrno);
  }
}
