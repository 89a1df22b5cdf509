// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract.net;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.util.Optional;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.packetloom.Packetloom;
import org.packetloom.net.PacketloomSocketImplFactory;

/** The JDK's classes over our {@code SocketImpl}: what a process has after {@code install()}. */
final class StepSockets extends LoomSockets {
  StepSockets(Packetloom loom, Threads threads) {
    super(loom, threads);
  }

  @Override
  public Socket newSocket(SocketAddress target) throws IOException {
    return new OwnSocket();
  }

  @Override
  public ServerSocket newServerSocket() {
    return new OwnServerSocket();
  }

  @Override
  public ServerSocket newTypedServerSocket() {
    return new OwnServerSocket();
  }

  @Override
  public Class<? extends Socket> acceptedType() {
    return OwnSocket.class;
  }

  @Override
  public Optional<SocketFactory> clientFactory() {
    return Optional.empty();
  }

  @Override
  public Optional<ServerSocketFactory> serverFactory() {
    return Optional.empty();
  }

  private static SocketImpl steps(PacketloomSocketImplFactory factory) {
    return factory.createSocketImpl();
  }

  private static final class OwnSocket extends Socket {
    OwnSocket() throws SocketException {
      super(steps(PacketloomSocketImplFactory.forSockets()));
    }
  }

  private static final class OwnServerSocket extends ServerSocket {
    OwnServerSocket() {
      super(steps(PacketloomSocketImplFactory.forServerSockets()));
    }

    @Override
    public Socket accept() throws IOException {
      if (isClosed() || !isBound()) {
        throw new SocketException("closed, or not bound");
      }
      Socket accepted = new OwnSocket();
      implAccept(accepted);
      return accepted;
    }
  }
}
