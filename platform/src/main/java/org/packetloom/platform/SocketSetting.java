// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/** A setting of a socket; all values are integers, switches 0 or 1. */
public enum SocketSetting {
  /** Bytes of the send buffer. */
  SEND_BUFFER,
  /** Bytes of the receive buffer. */
  RECEIVE_BUFFER,
  /** Switch: probe an idle peer. */
  KEEP_ALIVE,
  /** Switch: bind over connections of the past. */
  REUSE_ADDRESS,
  /** Switch: send to broadcast addresses. */
  BROADCAST,
  /** Switch: send small segments at once. */
  NO_DELAY,
  /** Seconds that close may linger; −1 for off. */
  LINGER,
  /** Switch: an IPv6 socket does not serve IPv4. */
  ONLY_IPV6,
  /** The pending error of the socket, taken away by reading; read-only. */
  PENDING_ERROR,
  /** Most bytes of a packet through a network interface made by {@link TunnelDevices}. */
  DEVICE_MTU,
  /** How many packets wait in such an interface until they are read. */
  DEVICE_QUEUE_LENGTH
}
