// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * A connector through which single datagrams are sent and received, each as a whole.
 *
 * <p>Receiving and sending are independent: each direction has its own deadline, timeout and queue
 * of waiting threads. Calls that wait end as those of a {@link StreamConnector} do, with the same
 * exceptions; a datagram that was not received stays where it is.
 *
 * <p>With {@code blocking=no} in the URI plain calls do not wait either: {@link
 * #receive(ByteBuffer)} then gives {@link Datagram#NONE}, and a send leaves its buffer as it is.
 */
public interface DatagramConnector extends Connector {
  /**
   * Receives one datagram; waits until there is one.
   *
   * @param destination receives up to its remaining bytes; what does not fit is lost, and the
   *     result says so
   * @return sizes and sender; an empty datagram has size 0
   * @throws ConnectionRefusedException if an earlier datagram to the connected peer was refused
   *     there
   * @throws IllegalArgumentException if the buffer is read-only
   * @throws IOException as the class comment says
   * @see <a href="https://man7.org/linux/man-pages/man2/recv.2.html">recvfrom(2)</a>
   */
  Datagram receive(ByteBuffer destination) throws IOException;

  /**
   * Receives a datagram that is there, without waiting.
   *
   * @param destination as for {@link #receive(ByteBuffer)}
   * @return sizes and sender; empty for not now
   * @throws IOException as the class comment says, but never for a deadline or an interrupt
   */
  Optional<Datagram> tryReceive(ByteBuffer destination) throws IOException;

  /**
   * Sends the remaining bytes as one datagram; waits until the system takes it.
   *
   * @param source is drained on return
   * @param peer where to
   * @throws MessageTooLargeException if it is larger than a datagram can be
   * @throws InvalidAddressException if the peer's address is not of the connector's family
   * @throws IllegalArgumentException if the address is unresolved or of a foreign kind
   * @throws IOException as the class comment says; nothing was sent then
   * @see <a href="https://man7.org/linux/man-pages/man2/send.2.html">sendto(2)</a>
   */
  void send(ByteBuffer source, SocketAddress peer) throws IOException;

  /**
   * Sends the remaining bytes as one datagram to the connected peer, or into the device.
   *
   * @param source is drained on return
   * @throws NotConnectedException if there is no peer
   * @throws IOException as the class comment says; nothing was sent then
   */
  void send(ByteBuffer source) throws IOException;

  /**
   * Sends a datagram if the system takes it now.
   *
   * @param source is drained if it does, else left as it is
   * @param peer where to
   * @return false for not now
   * @throws IOException as the class comment says, but never for a deadline or an interrupt
   */
  boolean trySend(ByteBuffer source, SocketAddress peer) throws IOException;

  /**
   * Sends a datagram to the connected peer if the system takes it now.
   *
   * @param source is drained if it does, else left as it is
   * @return false for not now
   * @throws IOException as the class comment says, but never for a deadline or an interrupt
   */
  boolean trySend(ByteBuffer source) throws IOException;

  /**
   * Chooses the one peer: datagrams of others are no longer received, those included that have
   * arrived already, and errors that it reports reach the next call. The near end's address may
   * become more specific.
   *
   * @param peer the peer; takes the place of an earlier one
   * @return this connector
   * @throws CapabilityException if the connector has no addresses
   * @throws IOException if the system refuses
   */
  DatagramConnector connect(SocketAddress peer) throws IOException;

  /**
   * Gives the chosen peer up: datagrams of everyone are received again, at the same port. Does
   * nothing if there is no peer.
   *
   * @return this connector
   * @throws IOException if the system refuses
   */
  DatagramConnector disconnect() throws IOException;

  /**
   * The chosen peer.
   *
   * @return empty if there is none
   */
  Optional<SocketAddress> peerAddress();

  /**
   * Sets the point at which receiving ends, calls in progress included.
   *
   * @param deadline {@link Deadline#NONE} to take it away
   * @return this connector
   */
  DatagramConnector readDeadline(Deadline deadline);

  /**
   * Sets the point at which sending ends, calls in progress included.
   *
   * @param deadline {@link Deadline#NONE} to take it away
   * @return this connector
   */
  DatagramConnector writeDeadline(Deadline deadline);

  /**
   * Limits how long each single call may wait for a datagram.
   *
   * @param timeout zero for no limit
   * @return this connector
   * @throws IllegalArgumentException if it is negative
   */
  DatagramConnector readTimeout(Duration timeout);

  /**
   * Limits how long each single call may wait until its datagram is taken.
   *
   * @param timeout zero for no limit
   * @return this connector
   * @throws IllegalArgumentException if it is negative
   */
  DatagramConnector writeTimeout(Duration timeout);

  @Override
  DatagramConnector interruptPolicy(InterruptPolicy policy);
}
