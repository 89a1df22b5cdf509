// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/** How a socket treats what is sent through it. */
public enum SocketType {
  /** A stream of bytes between two ends. */
  STREAM,
  /** Single messages, each with an address of its own. */
  DATAGRAM,
  /** A stream of records between two ends. */
  SEQPACKET
}
