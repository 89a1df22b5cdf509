// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import org.packetloom.Connector;

/**
 * A socket that is opened, bound and connected in steps of their own, for APIs that offer these
 * steps one by one, such as {@link java.net.Socket} and {@link java.nio.channels.SocketChannel}.
 *
 * <p>Its connector is there from the start and owns the descriptor: options, interrupt policy,
 * deadlines and closing are used on it at any stage; what moves bytes or connections fails as the
 * system says until the last step is done. Nothing is set that nobody asked for: unlike a connector
 * that is opened by its URI, this socket has the system's own defaults, {@code TCP_NODELAY}
 * included, and its address is used exactly as given.
 *
 * <p>A socket of family {@link java.net.StandardProtocolFamily#INET6} also reaches addresses of IP
 * version 4 unless {@code IPV6_V6ONLY} is set on it before it is bound. Any thread may call
 * anything; steps of the same socket queue for each other.
 *
 * @param <C> what it becomes
 */
public sealed interface StagedSocket<C extends Connector>
    permits StagedStream, StagedListener, StagedDatagrams {
  /**
   * What it is, or will be.
   *
   * @return always the same; its {@code localAddress()} is there once the socket is bound
   */
  C connector();

  /**
   * The family of its addresses.
   *
   * @return as opened
   */
  ProtocolFamily family();

  /**
   * Gives the socket an address of its own.
   *
   * @param local an address with a port, 0 for one that the system chooses; a path, which must not
   *     exist; an abstract name; or an empty path for a name that the system chooses. A path is not
   *     removed when the socket is closed
   * @throws IOException {@link java.net.BindException} if the address is taken or not of this
   *     machine; {@link java.nio.channels.ClosedChannelException} if the socket is closed; another
   *     if the system refuses
   * @throws java.nio.channels.UnsupportedAddressTypeException if the address is of another family
   * @throws java.nio.channels.UnresolvedAddressException if it is a name without an address
   * @see <a href="https://man7.org/linux/man-pages/man2/bind.2.html">bind(2)</a>
   */
  void bind(SocketAddress local) throws IOException;
}
