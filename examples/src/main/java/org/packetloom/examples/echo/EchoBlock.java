// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.echo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutorService;

/** A block of random bytes with a number in front, sent again and again. Belongs to one thread. */
final class EchoBlock {
  private final byte[] sent;
  private final byte[] received;
  private long number;

  EchoBlock(int sizeBytes, long seed) {
    sent = new byte[sizeBytes];
    received = new byte[sizeBytes];
    new Random(seed).nextBytes(sent);
  }

  /**
   * Sends the block, reads it back and compares.
   *
   * @param client leads to an echo
   * @param writers runs the write of a block that is too large to be sent before reading
   */
  void exchange(EchoClient client, ExecutorService writers)
      throws IOException, InterruptedException {
    putNumber();
    client.exchange(sent, received, writers);
    int wrong = Arrays.mismatch(sent, received);
    if (wrong >= 0) {
      throw new EchoMismatchException(client.name(), wrong, number);
    }
    number++;
  }

  private void putNumber() {
    if (sent.length >= Long.BYTES) {
      ByteBuffer.wrap(sent).putLong(number);
    } else {
      sent[0] = (byte) number;
    }
  }
}
