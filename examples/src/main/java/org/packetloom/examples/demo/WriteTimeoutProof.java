// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.examples.echo.Figures;

/** Writes to a peer that does not read. */
final class WriteTimeoutProof implements Proof {
  private static final Duration TIMEOUT = Duration.ofMillis(200);
  private static final int BLOCK_BYTES = 64 * 1024;
  private static final byte MARK = 42;

  @Override
  public String title() {
    return "write to a peer that does not read, for at most " + Figures.time(TIMEOUT);
  }

  @Override
  public String ours(Packetloom loom) throws IOException, InterruptedException {
    try (Pair pair = loom.pair("tcp4://127.0.0.1:0")) {
      pair.first().writeTimeout(TIMEOUT);
      long start = System.nanoTime();
      long written = writeUntilTimeout(pair.first());
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      ensureArrived(loom, pair, written);
      return "ends after %s; exactly %s bytes had gone, and the next write goes on after them"
          .formatted(Figures.time(elapsed), Figures.count(written));
    }
  }

  private static long writeUntilTimeout(StreamConnector writer) throws IOException {
    byte[] block = new byte[BLOCK_BYTES];
    long written = 0;
    try {
      while (true) {
        written += writer.write(block);
      }
    } catch (ConnectorTimeoutException e) {
      return written + e.bytesMoved();
    }
  }

  /** Writes a mark, and checks that the peer finds it right behind what is said to have gone. */
  private static void ensureArrived(Packetloom loom, Pair pair, long written)
      throws IOException, InterruptedException {
    byte[] mark = {MARK};
    Thread writer =
        loom.threadFactory()
            .newThread(
                () -> {
                  try {
                    pair.first().writeTimeout(Duration.ZERO).write(mark);
                  } catch (IOException _) {
                    // The reader misses the mark, and says so.
                  }
                });
    writer.start();
    StreamConnector reader = pair.second().readTimeout(Duration.ofSeconds(5));
    byte[] block = new byte[BLOCK_BYTES];
    for (long left = written; left > 0; ) {
      int n = reader.read(block, 0, (int) Math.min(left, BLOCK_BYTES));
      if (n < 0 || !Arrays.equals(block, 0, n, new byte[n], 0, n)) {
        throw new IOException("the peer did not get the " + written + " bytes reported");
      }
      left -= n;
    }
    byte[] found = new byte[1];
    reader.readFully(found);
    writer.join();
    if (found[0] != MARK) {
      throw new IOException("the peer got other bytes than the " + written + " reported");
    }
  }

  @Override
  public String theirs() throws IOException, InterruptedException {
    try (JdkPair pair = JdkPair.open()) {
      Thread writer = Thread.ofVirtual().start(() -> writeForever(pair));
      boolean isEnded = writer.join(TIMEOUT.multipliedBy(3));
      pair.first().close();
      writer.join();
      return isEnded
          ? "the write ended by itself"
          : "SocketChannel has no write timeout: still blocked after %s, then closed"
              .formatted(Figures.time(TIMEOUT.multipliedBy(3)));
    }
  }

  private static void writeForever(JdkPair pair) {
    try {
      while (true) {
        pair.first().write(ByteBuffer.allocate(BLOCK_BYTES));
      }
    } catch (IOException _) {
      // Closing is the only way to end it.
    }
  }
}
