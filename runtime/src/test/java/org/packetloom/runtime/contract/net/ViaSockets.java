// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Path;
import org.packetloom.Packetloom;
import org.packetloom.net.PacketloomSocketFactory;

/** Ours, which go through a connector URI whatever they are connected to, as drivers use them. */
final class ViaSockets extends UnixSockets {
  ViaSockets(Packetloom loom, Threads threads, Path folder) {
    super(loom, threads, folder);
  }

  @Override
  public Socket newSocket(SocketAddress target) throws IOException {
    return new PacketloomSocketFactory("local://" + target).with(loom).createSocket();
  }

  /** A name that only the server behind the socket would know. */
  @Override
  public SocketAddress nameOf(SocketAddress target) {
    return InetSocketAddress.createUnresolved("database.invalid", 5432);
  }

  @Override
  public boolean bindsClients() {
    return false;
  }
}
