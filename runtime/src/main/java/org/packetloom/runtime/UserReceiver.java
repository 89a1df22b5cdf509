// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

/** Is told of user events. Called by whoever fires them. */
interface UserReceiver {
  /** Some were fired; must not wait. */
  void fired(long events);

  /** Nothing will be fired any more. */
  void end();
}
