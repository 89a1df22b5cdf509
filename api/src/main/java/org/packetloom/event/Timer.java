// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

/** A handler that is to be called at a time, or at several. Safe for use by any thread. */
public interface Timer {
  /**
   * Ends it: the handler is not called again; a call in progress goes on.
   *
   * @return false if there were no calls left
   */
  boolean cancel();

  /**
   * Whether the handler will be called (again).
   *
   * @return false once it was cancelled or used up
   */
  boolean isActive();

  /**
   * How often the handler was called.
   *
   * @return zero or more
   */
  long runs();
}
