// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract.net;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.MulticastSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.packetloom.Packetloom;
import org.packetloom.net.PacketloomDatagramSocket;
import org.packetloom.net.PacketloomMulticastSocket;
import org.packetloom.net.PacketloomServerSocketFactory;
import org.packetloom.net.PacketloomSocket;
import org.packetloom.net.PacketloomSocketFactory;
import org.packetloom.suite.net.Sockets;

/** Ours, made by our factories, over the internet. */
class LoomSockets implements Sockets {
  /** What makes the threads of the tests. */
  enum Threads {
    /** Where the engine serves threads best. */
    VIRTUAL,
    PLATFORM;

    ThreadFactory of(Packetloom loom) {
      return switch (this) {
        case VIRTUAL -> loom.threadFactory();
        case PLATFORM -> Thread.ofPlatform().daemon().name("test-", 0).factory();
      };
    }
  }

  final Packetloom loom;
  private final ThreadFactory threads;

  LoomSockets(Packetloom loom, Threads threads) {
    this.loom = loom;
    this.threads = threads.of(loom);
  }

  @Override
  public Socket newSocket(SocketAddress target) throws IOException {
    return PacketloomSocketFactory.of(loom).createSocket();
  }

  @Override
  public ServerSocket newServerSocket() throws IOException {
    return PacketloomServerSocketFactory.of(loom).createServerSocket();
  }

  /** Every server socket of ours does so. */
  @Override
  public ServerSocket newTypedServerSocket() throws IOException {
    return newServerSocket();
  }

  @Override
  public Class<? extends Socket> acceptedType() {
    return PacketloomSocket.class;
  }

  @Override
  public DatagramSocket newDatagramSocket(SocketAddress local) throws IOException {
    return new PacketloomDatagramSocket(loom, local);
  }

  @Override
  public MulticastSocket newMulticastSocket(SocketAddress local) throws IOException {
    return new PacketloomMulticastSocket(loom, local);
  }

  /** On the shared toolkit, as the next ones. */
  @Override
  public DatagramSocket newDatagramSocket() throws IOException {
    return new PacketloomDatagramSocket();
  }

  @Override
  public DatagramSocket newDatagramSocket(int port) throws IOException {
    return new PacketloomDatagramSocket(port);
  }

  @Override
  public DatagramSocket newDatagramSocket(int port, InetAddress host) throws IOException {
    return new PacketloomDatagramSocket(port, host);
  }

  @Override
  public MulticastSocket newMulticastSocket() throws IOException {
    return new PacketloomMulticastSocket();
  }

  @Override
  public MulticastSocket newMulticastSocket(int port) throws IOException {
    return new PacketloomMulticastSocket(port);
  }

  @Override
  public Optional<SocketFactory> clientFactory() {
    return Optional.of(PacketloomSocketFactory.of(loom));
  }

  @Override
  public Optional<ServerSocketFactory> serverFactory() {
    return Optional.of(PacketloomServerSocketFactory.of(loom));
  }

  @Override
  public ThreadFactory threads() {
    return threads;
  }
}
