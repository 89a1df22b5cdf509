// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.client;

import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;

/** The two kinds of socket on which every client is tried. */
enum Sockets {
  JDK {
    @Override
    SocketFactory clients() {
      return SocketFactory.getDefault();
    }

    @Override
    ServerSocketFactory servers() {
      return ServerSocketFactory.getDefault();
    }
  };

  /** Makes sockets for TCP. */
  abstract SocketFactory clients();

  /** Makes listening sockets for TCP. */
  abstract ServerSocketFactory servers();
}
