// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.Closeable;
import java.io.IOException;

/** A client that asks and waits for the answer. */
public interface PingClient extends Closeable {
  /**
   * Writes a block and reads as many bytes.
   *
   * @param block what to send, and where the answer goes
   * @throws IOException if the connection fails
   */
  void roundTrip(byte[] block) throws IOException;
}
