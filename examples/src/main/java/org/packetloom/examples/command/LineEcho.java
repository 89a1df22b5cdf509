// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.packetloom.examples.echo.EchoClient;
import org.packetloom.examples.echo.EchoMismatchException;

/** Sends standard input to an echo line by line, and prints each line once it is back. */
final class LineEcho {
  /** What may be on its way at a time; longer lines go in several pieces. */
  private static final int LONGEST_PIECE_BYTES = 4 * 1024;

  private final InputStream input;
  private final StandardStreams streams;

  LineEcho(StandardStreams streams) {
    this.streams = streams;
    this.input = new BufferedInputStream(Channels.newInputStream(streams.input()));
  }

  /** Runs until standard input ends. */
  void over(EchoClient client) throws IOException, InterruptedException {
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      over(client, writers);
    }
  }

  private void over(EchoClient client, ExecutorService writers)
      throws IOException, InterruptedException {
    long number = 0;
    for (byte[] piece = nextPiece(); piece.length > 0; piece = nextPiece()) {
      byte[] back = new byte[piece.length];
      client.exchange(piece, back, writers);
      int wrong = Arrays.mismatch(piece, back);
      if (wrong >= 0) {
        throw new EchoMismatchException(client.name(), wrong, number);
      }
      print(back);
      number++;
    }
  }

  /** A line with its end, or as much of it as may be on its way; empty at the end. */
  private byte[] nextPiece() throws IOException {
    ByteArrayOutputStream piece = new ByteArrayOutputStream();
    int last = 0;
    while (last != '\n' && last >= 0 && piece.size() < LONGEST_PIECE_BYTES) {
      last = input.read();
      if (last >= 0) {
        piece.write(last);
      }
    }
    return piece.toByteArray();
  }

  private void print(byte[] bytes) throws IOException {
    try {
      for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
        streams.output().write(rest);
      }
    } catch (IOException e) {
      throw new IOException("standard output: " + e.getMessage(), e);
    }
  }
}
