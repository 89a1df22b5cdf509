// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

/** How bytes travel through a connector. */
public enum Behaviour {
  /** In order and reliably, without boundaries. */
  STREAM,

  /** In records that may be lost or overtake each other; no connection is needed. */
  DATAGRAM,

  /** In records, in order and reliably, over a connection. */
  SEQPACKET
}
