// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

/** Serves one connection. */
@FunctionalInterface
public interface Handler {
  /**
   * Serves a connection, on a virtual thread of its own; the connection is closed on return.
   *
   * @param connection the accepted connection
   * @throws Exception for any reason: reported to the server's failure listener, harms nobody else
   */
  void handle(StreamConnector connection) throws Exception;
}
