// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.client;

import java.io.IOException;
import java.net.Proxy;
import java.net.Socket;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.packetloom.net.PacketloomServerSocketFactory;
import org.packetloom.net.PacketloomSocketFactory;

/** The two kinds of socket on which every client is tried. */
enum Sockets {
  JDK {
    @Override
    SocketFactory clients() {
      return SocketFactory.getDefault();
    }

    @Override
    Socket through(Proxy proxy) {
      return new Socket(proxy);
    }

    @Override
    ServerSocketFactory servers() {
      return ServerSocketFactory.getDefault();
    }
  },

  PACKETLOOM {
    private final PacketloomSocketFactory clients = new PacketloomSocketFactory();

    @Override
    SocketFactory clients() {
      return clients;
    }

    @Override
    Socket through(Proxy proxy) throws IOException {
      return clients.with(proxy).createSocket();
    }

    @Override
    ServerSocketFactory servers() {
      return new PacketloomServerSocketFactory();
    }
  };

  /** Makes sockets for TCP. */
  abstract SocketFactory clients();

  /** An unconnected socket that goes through a SOCKS or HTTP proxy. */
  abstract Socket through(Proxy proxy) throws IOException;

  /** Makes listening sockets for TCP. */
  abstract ServerSocketFactory servers();
}
