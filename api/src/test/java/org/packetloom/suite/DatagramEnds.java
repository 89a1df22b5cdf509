// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import java.io.IOException;

/** Two bound sockets of datagrams that can reach each other. */
public record DatagramEnds(DatagramEnd near, DatagramEnd far) implements AutoCloseable {
  @Override
  public void close() throws IOException {
    try (far) {
      near.close();
    }
  }
}
