// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

/** How long the calls of a {@link Lane} may wait; written by any thread. */
final class Terms {
  /** When waits end, NEVER if they do not. */
  volatile long deadline = Timeout.NEVER;

  /** Nanoseconds that one wait may take, 0 for no limit. */
  volatile long timeoutNanos;
}
