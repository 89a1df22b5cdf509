// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

/** What may be asked of a single write to a socket. */
public enum SendFlag {
  /**
   * More follows at once: TCP holds a packet that is not full back for it, 200 ms at most. Others
   * ignore it.
   */
  MORE,
  /**
   * The last byte is urgent: it travels out of band, and plain reads do not see it. TCP, and
   * Unix-domain sockets where the system has it.
   */
  OUT_OF_BAND,
  /** Only to hosts of the own networks, past the routing table. Unix-domain sockets ignore it. */
  DONT_ROUTE
}
