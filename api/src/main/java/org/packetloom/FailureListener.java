// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

/**
 * Hears of what goes wrong in a {@link Server} without ending it.
 *
 * <p>Called by the thread that failed, so several calls may run at once. Whatever a method throws
 * is logged and harms nobody.
 */
@FunctionalInterface
public interface FailureListener {
  /**
   * A handler threw, no thread could be had for it, or its connection could not be closed; or the
   * connection was refused or ended because of a limit.
   *
   * <p>Not called for what a handler throws after the server has cut its connection; if it was cut
   * for a limit, that is suppressed in the exception.
   *
   * @param connection the connection, closed by now
   * @param failure any exception or error; a {@link ConnectionLimitException} for a limit
   */
  void connectionFailed(StreamConnector connection, Throwable failure);

  /**
   * A listener could not accept; the server waits a moment and tries again.
   *
   * <p>Too few descriptors ({@link ResourceExhaustedException}) are reported every ten seconds at
   * most; one that was kept spare is free during the call.
   *
   * <p>Logs at level WARNING unless overridden.
   *
   * @param uri where the listener listens
   * @param failure any exception or error
   */
  default void acceptFailed(ConnectorUri uri, Throwable failure) {
    System.getLogger(Server.class.getName())
        .log(System.Logger.Level.WARNING, "accept " + uri, failure);
  }
}
