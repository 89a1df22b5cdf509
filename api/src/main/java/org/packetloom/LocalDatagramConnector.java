// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Datagrams over a Unix-domain socket, with what such sockets have besides: descriptors can be
 * passed, and the system vouches for senders. Every datagram connector of the scheme {@code local}
 * is one.
 *
 * <p>Only {@link #receive(ByteBuffer, int)} takes descriptors; another way to receive has the
 * system close them. Senders are told if {@link ConnectorOptions#SO_PASSCRED} is switched on.
 */
public interface LocalDatagramConnector extends DatagramConnector {
  /**
   * Sends a datagram with descriptors; waits until the system takes it.
   *
   * @param source is drained on return
   * @param peer where to
   * @param passed what goes along, at most 253 descriptors; the sender keeps its own
   * @throws IllegalArgumentException if one of {@code passed} has no descriptor, or there are too
   *     many
   * @throws IOException as listed at {@link DatagramConnector}; nothing was sent then
   */
  void send(ByteBuffer source, SocketAddress peer, List<? extends Passable> passed)
      throws IOException;

  /**
   * Sends a datagram with descriptors to the chosen peer.
   *
   * @param source is drained on return
   * @param passed what goes along, at most 253 descriptors; the sender keeps its own
   * @throws NotConnectedException if there is no peer
   * @throws IllegalArgumentException if one of {@code passed} has no descriptor, or there are too
   *     many
   * @throws IOException as listed at {@link DatagramConnector}; nothing was sent then
   */
  void send(ByteBuffer source, List<? extends Passable> passed) throws IOException;

  /**
   * Receives one datagram with the descriptors that came along; waits until there is one.
   *
   * @param destination receives up to its remaining bytes; what does not fit is lost, and the
   *     result says so
   * @param mostDescriptors room for descriptors, 0 to 253
   * @return sizes, sender and descriptors; closing it closes the descriptors that are left
   * @throws IllegalArgumentException if {@code mostDescriptors} is out of range
   * @throws ConnectorTimeoutException also if there is nothing and the connector was opened with
   *     {@code blocking=no}: {@link #tryReceive(ByteBuffer, int)} has a result for that
   * @throws IOException as listed at {@link DatagramConnector}
   */
  LocalMessage receive(ByteBuffer destination, int mostDescriptors) throws IOException;

  /**
   * Receives a datagram that is there, without waiting.
   *
   * @param destination as for {@link #receive(ByteBuffer, int)}
   * @param mostDescriptors as for {@link #receive(ByteBuffer, int)}
   * @return sizes, sender and descriptors; empty for not now
   * @throws IOException as {@link #receive(ByteBuffer, int)}, but never for a deadline or an
   *     interrupt
   */
  Optional<LocalMessage> tryReceive(ByteBuffer destination, int mostDescriptors) throws IOException;
}
