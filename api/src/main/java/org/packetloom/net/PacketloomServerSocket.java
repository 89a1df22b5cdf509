// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.Listener;

/**
 * A {@link ServerSocket} over a connector; {@link PacketloomServerSocketFactory} makes them.
 *
 * <p>It does what a server socket of the JDK does, interrupts included. Beyond that it binds to
 * Unix-domain addresses, accepts {@link PacketloomSocket}s, obeys the ambient {@link Deadline} and
 * one of its own, and can be told what an interrupt does.
 */
public final class PacketloomServerSocket extends ServerSocket {
  private final SocketSource source;
  private final ListenerSocket steps;

  /** Has a binding to an address that the superclass does not know reach our own part whole. */
  private final ReentrantLock bindLock = new ReentrantLock();

  private PacketloomServerSocket(SocketSource source, ListenerSocket steps) {
    super(steps);
    this.source = source;
    this.steps = steps;
    steps.ownedBy(this);
  }

  /** A socket that has not been bound. */
  static PacketloomServerSocket unbound(SocketSource source) {
    return new PacketloomServerSocket(source, new ListenerSocket(source));
  }

  /**
   * Binds and listens, as {@link ServerSocket#bind(SocketAddress, int)}.
   *
   * @param endpoint an address of the internet, or a Unix-domain one: a path that must not exist,
   *     and is not removed when the socket is closed. A factory with a connector URI listens there,
   *     by the rules of its scheme, and ignores the address
   * @param backlog how many may wait to be accepted, 0 or less for 50
   * @throws IOException as the superclass
   */
  @Override
  public void bind(@Nullable SocketAddress endpoint, int backlog) throws IOException {
    if (!StandIn.isUnixDomain(endpoint)) {
      super.bind(endpoint, backlog);
      return;
    }
    bindLock.lock();
    try {
      steps.nextBinding(endpoint);
      super.bind(StandIn.forLocal(endpoint), backlog);
    } finally {
      steps.nextBinding(null);
      bindLock.unlock();
    }
  }

  @Override
  public PacketloomSocket accept() throws IOException {
    if (isClosed()) {
      throw new SocketException("Socket is closed");
    }
    if (!isBound()) {
      throw new SocketException("Socket is not bound yet");
    }
    PacketloomSocket accepted = PacketloomSocket.unconnected(source);
    implAccept(accepted);
    return accepted;
  }

  @Override
  public @Nullable SocketAddress getLocalSocketAddress() {
    return isBound()
        ? steps.local().orElseGet(super::getLocalSocketAddress)
        : super.getLocalSocketAddress();
  }

  // ---- what sockets of the JDK do not have

  /**
   * The connector under this socket.
   *
   * @return empty until it is there: from the first setting on for TCP, else from binding on
   */
  public Optional<Listener> connector() {
    return steps.shared();
  }

  /**
   * Sets the point at which calls of {@link #accept} end, those in progress included; the timeout
   * of {@link #setSoTimeout} counts as well.
   *
   * @param deadline {@link Deadline#NONE} to take it away
   * @return this socket
   */
  public PacketloomServerSocket acceptDeadline(Deadline deadline) {
    steps.acceptDeadline(deadline);
    return this;
  }

  /**
   * Chooses what an interrupt of a waiting thread does, from the next interrupt on. Accepted
   * sockets start with this policy. Under {@link InterruptPolicy#KEEP_OPEN} the call ends with
   * {@link SocketInterruptedException} and the socket goes on.
   *
   * @param policy {@link InterruptPolicy#SOCKET} for what sockets of the JDK do
   * @return this socket
   */
  public PacketloomServerSocket interruptPolicy(InterruptPolicy policy) {
    steps.interruptPolicy(policy);
    return this;
  }

  /**
   * What an interrupt of a waiting thread does.
   *
   * @return {@link InterruptPolicy#SOCKET} unless chosen otherwise, here or in a connector URI
   */
  public InterruptPolicy interruptPolicy() {
    return steps.interruptPolicy();
  }

  @Override
  public String toString() {
    return steps
        .local()
        .map(local -> "ServerSocket[addr=" + local + "]")
        .orElseGet(super::toString);
  }
}
