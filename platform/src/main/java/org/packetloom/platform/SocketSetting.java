// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/**
 * A setting of a socket. Values are numbers, switches 0 or 1, unless they are said to be texts.
 *
 * <p>Where both families of the internet have a setting, it is that of the socket's own; a socket
 * of version 6 gets it for the version 4 that it may serve as well.
 */
public enum SocketSetting {
  // ---- any socket

  /** Bytes of the send buffer. */
  SEND_BUFFER,
  /** Bytes of the receive buffer. */
  RECEIVE_BUFFER,
  /** Switch: probe an idle peer. */
  KEEP_ALIVE,
  /** Switch: bind over connections of the past. */
  REUSE_ADDRESS,
  /** Switch: several sockets of one user may have one address. */
  REUSE_PORT,
  /** Seconds that close may linger; −1 for off. */
  LINGER,
  /** Most hops of packets to multicast groups. */
  MULTICAST_HOP_LIMIT,
  /** Switch: packets to multicast groups are heard on this machine too. */
  MULTICAST_LOOP,
  /** Number of the interface that packets to multicast groups leave through; 0 for any. */
  MULTICAST_INTERFACE,
  /** Switch: send to broadcast addresses. */
  BROADCAST,
  /** Switch: urgent bytes stay among the others. */
  URGENT_INLINE,
  /** Switch: send to hosts on attached networks only. */
  DONT_ROUTE,
  /** Priority in the system's queues. */
  PRIORITY,
  /** Mark for routing and filtering, 32 bits. */
  MARK,
  /** Text: the one interface to use, empty for any. */
  DEVICE,
  /** Microseconds to poll the device for before waiting. */
  BUSY_POLL,
  /** The processor to be served on. */
  INCOMING_CPU,
  /** The number of the device queue that the last packet came by, 0 for none; read-only. */
  INCOMING_QUEUE,
  /** Switch: tell when datagrams arrived. */
  TIMESTAMPS,
  /** Switch: messages of Unix-domain sockets come with who sent them. */
  PASS_CREDENTIALS,
  /** Most bytes per second to send; −1 for no limit. */
  PACING_RATE,
  /** The pending error of the socket, taken away by reading; read-only. */
  PENDING_ERROR,
  /** The type: 0 stream, 1 datagram, 2 seqpacket, as {@link SocketType}; read-only. */
  TYPE,
  /** The family, as {@link Family}; read-only. */
  FAMILY,
  /** The protocol's number; read-only. */
  PROTOCOL,
  /** Switch: it listens; read-only. */
  IS_LISTENING,

  // ---- internet

  /** Switch: an IPv6 socket does not serve IPv4. */
  ONLY_IPV6,
  /** Type of service, or traffic class: 0 to 255. */
  TRAFFIC_CLASS,
  /** Hops that packets may make: 1 to 255. */
  HOP_LIMIT,
  /** Switch: bind to addresses that are not (yet) of this machine. */
  FREE_BIND,
  /** Switch: bind to addresses of others. */
  TRANSPARENT,
  /** Switch: bind to an address leaves the port to connect. */
  LATE_PORT,
  /** How the size of packets is found: 0 not, 1 as routes say, 2 always, 3 probing, 4 and 5. */
  MTU_DISCOVERY,
  /** The size of packets that the path takes; of connected sockets; read-only. */
  PATH_MTU,

  // ---- TCP

  /** Switch: send small segments at once. */
  NO_DELAY,
  /** Switch: send no segment that is not full. */
  CORK,
  /** Switch: acknowledge at once, for now. */
  QUICK_ACK,
  /** Bytes of the largest segment. */
  MAX_SEGMENT,
  /** Seconds of silence before the first probe. */
  KEEP_ALIVE_IDLE,
  /** Seconds between probes. */
  KEEP_ALIVE_INTERVAL,
  /** Probes without an answer that end a connection. */
  KEEP_ALIVE_COUNT,
  /** Attempts to connect. */
  CONNECT_ATTEMPTS,
  /** Seconds that a closed connection waits for the peer's end. */
  ORPHAN_LINGER,
  /** Seconds that a connection may wait for its first bytes before it is accepted. */
  DEFER_ACCEPT,
  /** Milliseconds that sent bytes may stay unacknowledged. */
  USER_TIMEOUT,
  /** Bytes not yet sent above which the socket is not writable. */
  UNSENT_LOW_WATER,
  /** Connections with early data that may wait in a listener. */
  FAST_OPEN_QUEUE,
  /** Switch: connect waits for the first write. */
  FAST_OPEN_CONNECT,
  /** Text: the congestion control. */
  CONGESTION_CONTROL,

  // ---- network interfaces made by TunnelDevices

  /** Most bytes of a packet through a network interface made by {@link TunnelDevices}. */
  DEVICE_MTU,
  /** How many packets wait in such an interface until they are read. */
  DEVICE_QUEUE_LENGTH
}
