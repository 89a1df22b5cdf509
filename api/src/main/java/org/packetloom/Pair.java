// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.util.Objects;

/**
 * Two streams connected to each other: what one writes the other reads, both ways.
 *
 * @param first one end
 * @param second the other
 */
public record Pair(StreamConnector first, StreamConnector second) implements AutoCloseable {
  /** Checks that both ends are there. */
  public Pair {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(second, "second");
  }

  /**
   * Closes both ends.
   *
   * @throws IOException if the system reports an error; both ends are closed all the same
   */
  @Override
  public void close() throws IOException {
    try (second) {
      first.close();
    }
  }
}
