// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

/** Is told of user events. Called by whoever fires them. */
interface UserReceiver {
  /** Some were fired at a time; must not wait. */
  void fired(long events, long nanoTime);

  /** Nothing will be fired any more. */
  void end();
}
