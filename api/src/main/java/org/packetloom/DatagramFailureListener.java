// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.net.SocketAddress;
import java.util.Optional;

/**
 * Hears of what goes wrong in a {@link DatagramServer} without ending it.
 *
 * <p>Called by the thread that failed, so several calls may run at once. Whatever a method throws
 * is logged and harms nobody.
 */
@FunctionalInterface
public interface DatagramFailureListener {
  /**
   * A handler threw. Not called for what it throws after the server was closed.
   *
   * @param uri where the datagram was received
   * @param sender where it came from; empty where datagrams have no senders
   * @param failure any exception or error
   */
  void handlingFailed(ConnectorUri uri, Optional<SocketAddress> sender, Throwable failure);

  /**
   * A connector could not receive; the server tries again, after a moment if the cause is near.
   *
   * <p>Logs at level WARNING unless overridden.
   *
   * @param uri where it receives
   * @param failure any exception or error
   */
  default void receiveFailed(ConnectorUri uri, Throwable failure) {
    System.getLogger(DatagramServer.class.getName())
        .log(System.Logger.Level.WARNING, "receive " + uri, failure);
  }
}
