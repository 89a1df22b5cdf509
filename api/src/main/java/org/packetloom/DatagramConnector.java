// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

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

  /**
   * Makes storage to receive and send many datagrams with one call.
   *
   * @param datagrams how many at most, 1 to 1024
   * @param bytesEach how many bytes of each at most, 1 or more
   * @return to be closed
   * @throws IllegalArgumentException if one is out of range
   * @throws CapabilityException if the connector has no batches
   * @throws IOException if the connector is closed
   */
  default DatagramBatch batch(int datagrams, int bytesEach) throws IOException {
    throw missing("batches");
  }

  /**
   * Receives as many datagrams as are there and fit; waits until there is one.
   *
   * @param batch what it held is lost
   * @return the number of datagrams; 0 only with {@code blocking=no}
   * @throws IllegalArgumentException if it is a batch of another kind of connector
   * @throws IllegalStateException if the batch is closed or in use
   * @throws IOException as {@link #receive(ByteBuffer)}
   * @see <a href="https://man7.org/linux/man-pages/man2/recvmmsg.2.html">recvmmsg(2)</a>
   */
  default int receive(DatagramBatch batch) throws IOException {
    throw missing("batches");
  }

  /**
   * Receives as many datagrams as are there and fit, without waiting.
   *
   * @param batch what it held is lost
   * @return the number of datagrams, 0 for not now
   * @throws IOException as {@link #tryReceive(ByteBuffer)}
   */
  default int tryReceive(DatagramBatch batch) throws IOException {
    throw missing("batches");
  }

  /**
   * Sends the datagrams of a batch from its position on; waits until the system has taken all.
   *
   * @param batch its position is behind the last datagram on return, and at the one that failed on
   *     an exception
   * @throws IOException as {@link #send(ByteBuffer, SocketAddress)}; the bytes moved are those of
   *     the datagrams that were sent
   * @see <a href="https://man7.org/linux/man-pages/man2/sendmmsg.2.html">sendmmsg(2)</a>
   */
  default void send(DatagramBatch batch) throws IOException {
    throw missing("batches");
  }

  /**
   * Sends as many datagrams of a batch as the system takes now.
   *
   * @param batch its position is behind the last that was taken
   * @return the number of datagrams, 0 for not now
   * @throws IOException as {@link #trySend(ByteBuffer)}
   */
  default int trySend(DatagramBatch batch) throws IOException {
    throw missing("batches");
  }

  /**
   * Has a listener told of datagrams that could not be delivered, with their peers.
   *
   * <p>Without one, a connector without a chosen peer hears nothing of that, and one with a chosen
   * peer learns of it by an exception of the next call. The listener is called by the threads that
   * receive and send here, one at a time, within their calls: it must be quick, and not receive or
   * send by this connector. What it throws ends the call.
   *
   * @param listener takes the place of an earlier one
   * @return this connector
   * @throws CapabilityException if the connector is told of no such errors
   * @throws IOException if the system refuses
   * @see <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7), IP_RECVERR</a>
   */
  default DatagramConnector errorListener(Consumer<DatagramError> listener) throws IOException {
    throw missing("errors of datagrams");
  }

  /**
   * Has batches tell which own address and interface each received datagram was sent to, and answer
   * from there.
   *
   * @param isTold whether to
   * @return this connector
   * @throws CapabilityException if the connector cannot
   * @throws IOException if the system refuses
   */
  default DatagramConnector packetInfo(boolean isTold) throws IOException {
    throw missing("packet information");
  }

  /**
   * Allows the system to join datagrams of one sender and one size that arrive together to one
   * entry of a batch, which then has a {@link DatagramBatch#segmentSize(int)}.
   *
   * <p>Entries can have 65 535 bytes then, and are cut if the batch has less room. Single datagrams
   * cannot be received while this is on.
   *
   * @param isAllowed whether to
   * @return this connector
   * @throws CapabilityException if the system or the connector cannot
   * @throws IOException if the system refuses
   */
  default DatagramConnector receiveOffload(boolean isAllowed) throws IOException {
    throw missing("receive offload");
  }

  /**
   * Joins a multicast group.
   *
   * @param group a multicast address
   * @param networkInterface where it is heard
   * @return to be closed to leave the group, which closing the connector does too
   * @throws IllegalArgumentException if it is not a multicast address
   * @throws AddressInUseException if it was joined before
   * @throws CapabilityException if the connector has no groups
   * @throws IOException if the system refuses
   */
  default Membership join(InetAddress group, NetworkInterface networkInterface) throws IOException {
    throw missing("multicast");
  }

  /**
   * Joins a multicast group, to hear one sender only; may be called once for each.
   *
   * @param group a multicast address
   * @param networkInterface where it is heard
   * @param source the address of the sender, of the group's family
   * @return to be closed to leave the group, which closing the connector does too
   * @throws IllegalArgumentException if it is not a multicast address, or the families differ
   * @throws CapabilityException if the connector has no groups
   * @throws IOException if the system refuses
   */
  default Membership join(InetAddress group, NetworkInterface networkInterface, InetAddress source)
      throws IOException {
    throw missing("multicast");
  }

  private CapabilityException missing(String what) {
    return new CapabilityException(what + " of " + uri(), "this kind of connector has none", "");
  }

  @Override
  DatagramConnector interruptPolicy(InterruptPolicy policy);
}
