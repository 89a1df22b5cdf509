// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketImpl;
import java.net.SocketImplFactory;

/**
 * Has the sockets of a whole process go through Packetloom: every {@code new Socket()} and {@code
 * new ServerSocket()} of any code, {@link #install()} says it all.
 *
 * <p>What the JDK builds without these, such as channels, is not affected; nor is a {@code new
 * Socket(proxy)} whose proxy is not {@link java.net.Proxy#NO_PROXY}.
 */
public final class PacketloomSocketImplFactory implements SocketImplFactory {
  private final boolean isForServers;

  private PacketloomSocketImplFactory(boolean isForServers) {
    this.isForServers = isForServers;
  }

  /**
   * For {@link Socket#setSocketImplFactory}. Without it server sockets cannot accept either.
   *
   * @return the factory
   */
  public static PacketloomSocketImplFactory forSockets() {
    return new PacketloomSocketImplFactory(false);
  }

  /**
   * For {@link ServerSocket#setSocketFactory}.
   *
   * @return the factory
   */
  public static PacketloomSocketImplFactory forServerSockets() {
    return new PacketloomSocketImplFactory(true);
  }

  /**
   * Sets both factories of the process. That can be done once, and not be undone.
   *
   * @throws java.net.SocketException if one of them was set before
   * @throws IOException only the type above
   */
  @SuppressWarnings("deprecation") // deprecated as nobody should need it, and not to be removed
  public static void install() throws IOException {
    Socket.setSocketImplFactory(forSockets());
    ServerSocket.setSocketFactory(forServerSockets());
  }

  @Override
  public SocketImpl createSocketImpl() {
    return isForServers
        ? new ListenerSocket(SocketSource.SHARED)
        : new ConnectorSocket(SocketSource.SHARED);
  }
}
