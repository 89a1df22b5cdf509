// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/** A monotonic clock; a collaborator, so that tests can bring their own. */
@FunctionalInterface
public interface Clock {
  /** The clock of the JVM. */
  Clock SYSTEM = System::nanoTime;

  /**
   * The time.
   *
   * @return nanoseconds since an arbitrary point, as {@link System#nanoTime()}
   */
  long nanoTime();
}
