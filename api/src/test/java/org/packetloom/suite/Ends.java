// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import java.io.IOException;

/** Two ends connected to each other. */
public record Ends(StreamEnd near, StreamEnd far) implements AutoCloseable {
  @Override
  public void close() throws IOException {
    try (far) {
      near.close();
    }
  }
}
