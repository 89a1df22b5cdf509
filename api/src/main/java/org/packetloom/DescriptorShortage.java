// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

/** What a server does about peers that arrive while the system has no descriptor left. */
public enum DescriptorShortage {
  /**
   * They wait in the queue of the system: as soon as a connection of the server has ended, and else
   * after a pause of up to a second, the next one is tried. Nobody is refused while the queue has
   * room.
   */
  WAIT,
  /**
   * Each is accepted with the last descriptor, which the server keeps for this, and closed at once:
   * peers learn early that they have to go elsewhere.
   */
  SHED
}
