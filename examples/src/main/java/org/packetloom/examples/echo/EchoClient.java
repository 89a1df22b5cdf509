// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.echo;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.ExecutorService;

/** Sends to an echo and waits for what comes back; belongs to one thread at a time. */
public sealed interface EchoClient extends Closeable permits StreamClient, DatagramClient {
  /**
   * Words the connection for messages.
   *
   * @return such as its URI
   */
  String name();

  /**
   * Sends a block and receives as many bytes.
   *
   * @param sent a block
   * @param received of the same length; receives what comes back
   * @param writers runs the write of a block that is too large to be sent before reading
   * @throws IOException if the connection fails
   * @throws InterruptedException if the caller is interrupted
   */
  void exchange(byte[] sent, byte[] received, ExecutorService writers)
      throws IOException, InterruptedException;
}
