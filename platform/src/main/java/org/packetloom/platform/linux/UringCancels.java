// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.jspecify.annotations.Nullable;
import org.packetloom.platform.PollerException;

/** Cancels requests at once, by a call, as far as the caller may do that. */
final class UringCancels {
  private UringCancels() {}

  /**
   * Cancels a submitted request without the help of the runner.
   *
   * @param runner who ran the poller last, null for nobody
   * @param hasFailed whether the poller has failed, and is run no more
   * @return not EAGAIN if that was done; ENOENT, negated as it is, if the kernel does not have it
   *     any more, and EAGAIN if the runner has still to tell the kernel of it, or to cancel it
   */
  static int now(Ring ring, long data, @Nullable Thread runner, boolean hasFailed) {
    if (ring.isDeferred()) {
      return onDeferred(ring, data, runner);
    }
    return hasFailed || ring.isAllTaken() ? ring.descriptor().cancelNow(data) : -LinuxErrors.EAGAIN;
  }

  /** Of those that live, the runner alone can cancel. */
  private static int onDeferred(Ring ring, long data, @Nullable Thread runner) {
    if (ring.isClosed() || runner != null && !runner.isAlive()) {
      return -LinuxErrors.ENOENT;
    }
    if (runner != Thread.currentThread()) {
      return -LinuxErrors.EAGAIN;
    }
    int result = ring.descriptor().cancelNow(data);
    try {
      ring.submit(); // has the kernel do it
    } catch (PollerException e) {
      return result; // which the next wait meets again
    }
    return result;
  }
}
