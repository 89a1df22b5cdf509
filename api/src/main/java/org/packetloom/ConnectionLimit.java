// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

/**
 * Why a {@link Server} or {@link org.packetloom.event.DataServer} refused or ended a connection
 * that had done nothing wrong by itself.
 *
 * @see ConnectionLimitException
 */
public enum ConnectionLimit {
  /** Its peer has as many connections already as {@link Server.Builder#maxConnectionsPerPeer}. */
  PEER_CONNECTIONS,
  /** Its peer is none of the proxies that {@link Server.Builder#proxyProtocol} names. */
  NO_PROXY,
  /** Descriptors have run out, and {@link DescriptorShortage#SHED} was asked for. */
  DESCRIPTORS,
  /** It took longer to shake hands than {@link org.packetloom.tls.Tls#handshakeTimeout}. */
  HANDSHAKE_TIME,
  /** Its handshake was longer than {@link org.packetloom.tls.Tls#mostHandshakeBytes}. */
  HANDSHAKE_SIZE,
  /** Nothing came within {@link Server.Builder#firstByteTimeout}. */
  FIRST_BYTE,
  /** Nothing moved for {@link Server.Builder#idleTimeout}. */
  IDLE,
  /** The peer sent or took less than {@link Server.Builder#minimumRate}. */
  RATE,
  /** It lasted longer than {@link Server.Builder#connectionDeadline}. */
  DEADLINE
}
