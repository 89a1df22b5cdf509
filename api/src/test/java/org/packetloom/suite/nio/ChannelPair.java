// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Two channels connected to each other, in blocking mode. */
public record ChannelPair(SocketChannel near, SocketChannel far) implements AutoCloseable {
  @Override
  public void close() throws IOException {
    try (near;
        far) {
      // both are closed
    }
  }
}
