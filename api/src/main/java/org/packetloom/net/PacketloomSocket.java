// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.AbstractSocketAddress;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.StreamConnector;

/**
 * A {@link Socket} over a connector; {@link PacketloomSocketFactory} makes them, and {@link
 * PacketloomServerSocket} accepts them.
 *
 * <p>It does what a socket of the JDK does, interrupts included: they close it under a virtual
 * thread that waits, and mean nothing to a platform thread. Beyond that
 *
 * <ul>
 *   <li>it connects and binds to Unix-domain addresses too: {@link UnixDomainSocketAddress} and
 *       {@link AbstractSocketAddress}. Options that mean nothing there, such as {@code
 *       TCP_NODELAY}, are accepted and kept; {@link #getInetAddress()} is the loopback address
 *       then, while {@link #getRemoteSocketAddress()} and {@link #getLocalSocketAddress()} tell the
 *       real ones;
 *   <li>every wait obeys the ambient {@link Deadline}, and each direction a deadline of its own: a
 *       {@link java.net.SocketTimeoutException} tells that it has passed. It leaves the socket as
 *       usable as that of {@link #setSoTimeout} does, unless a write was torn: what is written
 *       after one fails;
 *   <li>{@link #interruptPolicy(InterruptPolicy)} chooses what an interrupt does.
 * </ul>
 *
 * <p>Settings may be made at any time before the socket is closed; then they do nothing.
 */
public final class PacketloomSocket extends Socket {
  private final ConnectorSocket steps;

  /** Has a binding to an address that the superclass does not know reach our own part whole. */
  private final ReentrantLock bindLock = new ReentrantLock();

  private PacketloomSocket(ConnectorSocket steps) throws SocketException {
    super(steps);
    this.steps = steps;
    steps.ownedBy(this);
  }

  /** A socket that has not been bound or connected. */
  static PacketloomSocket unconnected(SocketSource source) throws SocketException {
    return new PacketloomSocket(new ConnectorSocket(source));
  }

  /**
   * Connects, as {@link Socket#connect(SocketAddress, int)}.
   *
   * @param endpoint an address of the internet, resolved unless the socket goes through a connector
   *     URI or a proxy; or a Unix-domain one. A listener there whose backlog is full is waited for
   * @param timeout milliseconds, 0 for no limit
   * @throws IOException as the superclass; the socket is closed then
   */
  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    super.connect(StandIn.forPeer(endpoint), timeout);
  }

  /**
   * Binds, as {@link Socket#bind}.
   *
   * @param local an address of the internet, or a Unix-domain one: a path that must not exist, and
   *     is not removed when the socket is closed
   * @throws IOException as the superclass
   */
  @Override
  public void bind(@Nullable SocketAddress local) throws IOException {
    if (!StandIn.isUnixDomain(local)) {
      super.bind(local);
      return;
    }
    bindLock.lock();
    try {
      steps.nextBinding(local);
      super.bind(StandIn.forLocal(local));
    } finally {
      steps.nextBinding(null);
      bindLock.unlock();
    }
  }

  @Override
  public @Nullable SocketAddress getRemoteSocketAddress() {
    return isConnected()
        ? steps.peer().orElseGet(super::getRemoteSocketAddress)
        : super.getRemoteSocketAddress();
  }

  @Override
  public @Nullable SocketAddress getLocalSocketAddress() {
    return isBound()
        ? steps.local().orElseGet(super::getLocalSocketAddress)
        : super.getLocalSocketAddress();
  }

  // ---- what sockets of the JDK do not have

  /**
   * The connector under this socket. Bytes may be moved through both; what the connector is told to
   * do, by way of options, deadlines or policies, this socket does not know.
   *
   * @return empty until it is there: from the first setting on for TCP, else from connecting on
   */
  public Optional<StreamConnector> connector() {
    return steps.shared();
  }

  /**
   * Sets the point at which reads end, those in progress included; the timeout of {@link
   * #setSoTimeout} counts as well.
   *
   * @param deadline {@link Deadline#NONE} to take it away
   * @return this socket
   */
  public PacketloomSocket readDeadline(Deadline deadline) {
    steps.settings().readDeadline(deadline);
    return this;
  }

  /**
   * Sets the point at which writes end, those in progress included.
   *
   * @param deadline {@link Deadline#NONE} to take it away
   * @return this socket
   */
  public PacketloomSocket writeDeadline(Deadline deadline) {
    steps.settings().writeDeadline(deadline);
    return this;
  }

  /**
   * Limits how long each write may go without moving a byte.
   *
   * @param timeout zero for no limit
   * @return this socket
   * @throws IllegalArgumentException if it is negative
   */
  public PacketloomSocket writeTimeout(Duration timeout) {
    steps.settings().writeTimeout(timeout);
    return this;
  }

  /**
   * Chooses what an interrupt of a waiting thread does, from the next interrupt on. Under {@link
   * InterruptPolicy#KEEP_OPEN} the call ends with {@link SocketInterruptedException} and the socket
   * goes on; a call of {@link #connect} that is interrupted closes it under any policy but {@link
   * InterruptPolicy#DEFER}.
   *
   * @param policy {@link InterruptPolicy#SOCKET} for what sockets of the JDK do
   * @return this socket
   */
  public PacketloomSocket interruptPolicy(InterruptPolicy policy) {
    steps.settings().interruptPolicy(policy);
    return this;
  }

  /**
   * What an interrupt of a waiting thread does.
   *
   * @return {@link InterruptPolicy#SOCKET} unless chosen otherwise, here or in a connector URI
   */
  public InterruptPolicy interruptPolicy() {
    return steps.settings().interruptPolicy();
  }

  @Override
  public String toString() {
    return steps.peer().map(peer -> "Socket[addr=" + peer + "]").orElseGet(super::toString);
  }
}
