// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.net.SocketAddress;

/** Something that happened to a connection of a server; incubating. */
public sealed interface ServerEvent {
  /**
   * The connection.
   *
   * @return the same object in all events of one connection
   */
  ServedPeer peer();

  /**
   * A client was accepted, and has been heard of since.
   *
   * @param peer the connection
   */
  record Connected(ServedPeer peer) implements ServerEvent {}

  /**
   * A connection moved to another address, where the client has proven to be.
   *
   * @param peer the connection
   * @param from where it was before
   */
  record Moved(ServedPeer peer, SocketAddress from) implements ServerEvent {}

  /**
   * A connection has ended; the last event of it.
   *
   * @param peer the connection; messages that had arrived can still be taken
   * @param reason why
   */
  record Disconnected(ServedPeer peer, DisconnectReason reason) implements ServerEvent {}
}
