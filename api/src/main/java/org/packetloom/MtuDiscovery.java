// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

/**
 * How the size of packets is fitted to the path.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7)</a>
 */
public enum MtuDiscovery {
  /** Not: routers may cut packets. */
  OFF,
  /** As the route says: found out for streams; datagrams that are too large are cut on sending. */
  ROUTE,
  /** Always: packets are never cut, and a datagram that is too large fails. */
  ALWAYS,
  /** Packets are never cut, and may be larger than what was found out, to probe the path. */
  PROBE,
  /** The size is the interface's, and what routers say of the path is ignored. */
  INTERFACE,
  /** As {@link #INTERFACE}, but packets that are too large may be cut. */
  INTERFACE_CUT
}
