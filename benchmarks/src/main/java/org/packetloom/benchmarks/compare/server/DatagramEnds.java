// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.Closeable;
import java.io.IOException;

/** Both ends of a flow of datagrams over the loopback interface, each for a thread of its own. */
public interface DatagramEnds extends Closeable {
  /** What the receiving socket has room for, if the system allows it. */
  int BUFFER_BYTES = 4 << 20;

  /**
   * How many packets {@link #send} sends.
   *
   * @return at least 1
   */
  int burst();

  /**
   * Sends as many packets as can be sent at once.
   *
   * @throws IOException if they could not be sent, or the ends are closed
   */
  void send() throws IOException;

  /**
   * Waits for packets.
   *
   * @return how many there were
   * @throws IOException if the ends are closed, or a packet was not as it had been sent
   */
  int receive() throws IOException;
}
