// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;

/** Looking whether there is something, by a read with the shortest timeout, loses nothing. */
class SocketTimeoutRaceTest {
  /** What pools and drivers do to see whether a connection is alive. */
  private static int probe(Socket socket, InputStream in, byte[] buffer) throws IOException {
    socket.setSoTimeout(1);
    try {
      return in.read(buffer, 0, 1);
    } catch (SocketTimeoutException _) {
      return 0;
    } finally {
      socket.setSoTimeout(0);
    }
  }

  private static void run(int rounds) throws Exception {
    try (Sides sides = Sides.connect()) {
      Task<Integer> writing =
          Task.start(Thread.ofVirtual().factory(), () -> write(sides.server(), rounds));
      InputStream in = sides.client().getInputStream();
      byte[] buffer = new byte[8];
      for (int i = 0; i < rounds; i++) {
        int count = probe(sides.client(), in, buffer);
        if (count == 0) {
          count = in.read(buffer, 0, 1);
        }
        if (count < 0) {
          throw new EOFException("after " + i + " bytes");
        }
        if (buffer[0] != (byte) i) {
          throw new AssertionError("byte " + i + " is " + buffer[0] + ", seed " + Seed.VALUE);
        }
      }
      assertThat(writing.result()).isEqualTo(rounds);
    }
  }

  /** Counts, in pieces of any size; mostly there is more to come, now and then there is not. */
  private static int write(Socket socket, int rounds) throws IOException {
    SplittableRandom random = new SplittableRandom(Seed.VALUE);
    OutputStream out = socket.getOutputStream();
    int sent = 0;
    while (sent < rounds) {
      byte[] piece = new byte[Math.min(rounds - sent, 1 + random.nextInt(200))];
      for (int i = 0; i < piece.length; i++) {
        piece[i] = (byte) (sent + i);
      }
      out.write(piece);
      sent += piece.length;
      if (random.nextInt(4) == 0) {
        Thread.yield();
      }
    }
    return sent;
  }

  @Test
  void noByteIsLost() throws Exception {
    run(20_000);
  }

  @Test
  @Tag("matrix")
  void noByteOfAMillionIsLost() throws Exception {
    run(1_000_000);
  }
}
