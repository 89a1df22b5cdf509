// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

/** What the thread that pumps has to do. */
interface PumpedWork {
  /**
   * Does it.
   *
   * @return false if nothing was done: another thread has just been at it, and it comes again
   */
  boolean work();
}
