// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.time.Duration;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;

/**
 * What the datagram sockets of this package have that those of the JDK do not: deadlines, and a
 * choice of what an interrupt does.
 *
 * @param <S> the socket
 */
public sealed interface DatagramWaits<S extends DatagramWaits<S>>
    permits PacketloomDatagramSocket, PacketloomMulticastSocket {
  /**
   * The connector under this socket. Datagrams may be moved through both; binding is left to the
   * socket, and so is the choice of a peer.
   *
   * @return always the same
   */
  DatagramConnector connector();

  /**
   * Sets the point at which receiving ends, calls in progress included, with {@link
   * SocketDeadlineException}; the timeout of {@link java.net.DatagramSocket#setSoTimeout} counts as
   * well.
   *
   * @param deadline {@link Deadline#NONE} to take it away
   * @return this socket
   */
  S readDeadline(Deadline deadline);

  /**
   * Sets the point at which sending ends, calls in progress included.
   *
   * @param deadline {@link Deadline#NONE} to take it away
   * @return this socket
   */
  default S writeDeadline(Deadline deadline) {
    connector().writeDeadline(deadline);
    return self();
  }

  /**
   * Limits how long each send may wait until the system takes its datagram.
   *
   * @param timeout zero for no limit
   * @return this socket
   * @throws IllegalArgumentException if it is negative
   */
  default S writeTimeout(Duration timeout) {
    connector().writeTimeout(timeout);
    return self();
  }

  /**
   * Chooses what an interrupt of a waiting thread does, from the next interrupt on. Under {@link
   * InterruptPolicy#KEEP_OPEN} the call ends with {@link SocketInterruptedException} and the socket
   * goes on.
   *
   * @param policy {@link InterruptPolicy#SOCKET} for what sockets of the JDK do
   * @return this socket
   */
  default S interruptPolicy(InterruptPolicy policy) {
    connector().interruptPolicy(policy);
    return self();
  }

  /**
   * What an interrupt of a waiting thread does.
   *
   * @return {@link InterruptPolicy#SOCKET} unless chosen otherwise
   */
  default InterruptPolicy interruptPolicy() {
    return connector().interruptPolicy();
  }

  /** This socket, as what it is. */
  @SuppressWarnings("unchecked") // S is the class that implements this, of which there are two
  private S self() {
    return (S) this;
  }
}
