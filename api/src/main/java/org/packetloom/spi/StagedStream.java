// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.io.IOException;
import java.net.SocketAddress;
import org.packetloom.Deadline;
import org.packetloom.StreamConnector;

/** A {@link StagedSocket} that becomes a stream by {@link #connect} or {@link #tryConnect}. */
public non-sealed interface StagedStream extends StagedSocket<StreamConnector> {
  /**
   * Connects, and waits for that. If it fails the socket stays open; whether it can be used again
   * is up to the system. A Unix-domain listener whose backlog is full is waited for.
   *
   * @param peer as in {@link #bind}
   * @param deadline when to give up; the ambient deadline joins in
   * @throws IOException {@link java.net.ConnectException}, {@link java.net.NoRouteToHostException}
   *     and others, as {@link org.packetloom.Packetloom#connect(String)}; {@link
   *     java.net.SocketTimeoutException} at the deadline; {@link java.io.InterruptedIOException} or
   *     {@link java.nio.channels.ClosedByInterruptException} as the connector's interrupt policy
   *     says; {@link java.nio.channels.ClosedChannelException} if it is or gets closed
   * @throws java.nio.channels.UnsupportedAddressTypeException if the address is of another family
   * @throws java.nio.channels.UnresolvedAddressException if it is a name without an address
   * @see <a href="https://man7.org/linux/man-pages/man2/connect.2.html">connect(2)</a>
   */
  void connect(SocketAddress peer, Deadline deadline) throws IOException;

  /**
   * Connects as far as that goes without waiting; called again with the same address it asks for
   * the outcome. Until then {@link StreamConnector#awaitWritable} waits for the outcome, and a
   * selector or reactor tells of it as being writable.
   *
   * @param peer as in {@link #connect}
   * @return whether the connection stands
   * @throws IOException as {@link #connect}, but for what has to do with waiting
   */
  boolean tryConnect(SocketAddress peer) throws IOException;
}
