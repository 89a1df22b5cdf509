// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.echo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.packetloom.StreamConnector;

/** A block of random bytes with a number in front, sent again and again. Belongs to one thread. */
final class EchoBlock {
  /** What fits in any connection's buffers both ways, so that it can be sent before reading. */
  private static final int FITS_BYTES = 4 * 1024;

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
   * @param connection leads to an echo
   * @param writers runs the write of a block that is too large to be sent before reading
   */
  void exchange(StreamConnector connection, ExecutorService writers)
      throws IOException, InterruptedException {
    putNumber();
    if (sent.length <= FITS_BYTES) {
      connection.write(sent);
      connection.readFully(received);
    } else {
      Future<Integer> writer = writers.submit(() -> connection.write(sent));
      connection.readFully(received);
      RoundTrips.get(writer);
    }
    int wrong = Arrays.mismatch(sent, received);
    if (wrong >= 0) {
      throw new EchoMismatchException(connection.uri().toString(), wrong, number);
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
