// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.InterruptibleChannel;

/**
 * What {@link InterruptibleChannel} asks for beyond what connectors with the policy CLOSE do: a
 * thread that comes interrupted to a call that may block closes the channel, whether or not it
 * would have to wait.
 */
final class Interrupts {
  private Interrupts() {}

  /** Begins a call that may block; the interrupt flag stays as it is. */
  static void ensureNone(InterruptibleChannel channel) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      channel.close();
      throw new ClosedByInterruptException();
    }
  }
}
