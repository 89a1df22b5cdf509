// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;

/**
 * Makes the sockets under test. The rest are properties: what the Javadoc leaves open, or what is
 * meant to differ from the JDK; each has the JDK's behaviour as its default.
 */
public interface Sockets {
  /**
   * A socket that is neither bound nor connected.
   *
   * @param target what it is going to be connected to, for kinds that are made for one target
   */
  Socket newSocket(SocketAddress target) throws IOException;

  /** A socket that is neither bound nor connected, nor going to be connected. */
  default Socket newSocket() throws IOException {
    return newSocket(vacantAddress());
  }

  /** A server socket that is not bound. */
  ServerSocket newServerSocket() throws IOException;

  /** A server socket whose {@code accept} gives a socket of its own class to {@code implAccept}. */
  ServerSocket newTypedServerSocket() throws IOException;

  /** The class of what {@link #newTypedServerSocket} accepts. */
  Class<? extends Socket> acceptedType();

  /** A datagram socket, bound as given; not bound if that is {@code null}. */
  DatagramSocket newDatagramSocket(SocketAddress local) throws IOException;

  /** A multicast socket, bound as given; not bound if that is {@code null}. */
  MulticastSocket newMulticastSocket(SocketAddress local) throws IOException;

  /** A datagram socket made without arguments. */
  DatagramSocket newDatagramSocket() throws IOException;

  /** A datagram socket made for a port. */
  DatagramSocket newDatagramSocket(int port) throws IOException;

  /** A datagram socket made for a port of a host; of all if that is {@code null}. */
  DatagramSocket newDatagramSocket(int port, InetAddress host) throws IOException;

  /** A multicast socket made without arguments. */
  MulticastSocket newMulticastSocket() throws IOException;

  /** A multicast socket made for a port. */
  MulticastSocket newMulticastSocket(int port) throws IOException;

  /** Makes sockets of the same kind, as libraries ask for it; if there are factories of it. */
  default Optional<SocketFactory> clientFactory() {
    return Optional.empty();
  }

  /** Makes server sockets of the same kind, as libraries ask for it. */
  default Optional<ServerSocketFactory> serverFactory() {
    return Optional.empty();
  }

  /** Makes the threads of the tests and of their tasks. */
  ThreadFactory threads();

  /** Whether the thread, which made a call under test, waits in it by now. */
  default boolean isWaiting(Thread thread) {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING -> true;
      case NEW, RUNNABLE, BLOCKED, TERMINATED -> false;
    };
  }

  /** An address to bind a server socket to. */
  default SocketAddress vacantAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** What a client passes to {@code connect} in order to reach the target. */
  default SocketAddress nameOf(SocketAddress target) {
    return target;
  }

  /** Whether an interrupt closes what the thread waits in, rather than being put off. */
  default boolean interruptCloses() {
    return threads().newThread(() -> {}).isVirtual();
  }

  /** Whether addresses are host and port, and options are those of TCP. */
  default boolean isInternet() {
    return true;
  }

  /** Whether a socket can be bound before it is connected. */
  default boolean bindsClients() {
    return true;
  }

  /** By how much the timeout of {@code connect} may come early. */
  default Duration connectsEarlierBy() {
    return Duration.ZERO;
  }
}
