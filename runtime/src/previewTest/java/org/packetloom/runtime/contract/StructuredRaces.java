// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.StructuredTaskScope;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Seed;

/** A scope that is cancelled at any moment costs no byte. */
interface StructuredRaces extends StructuredRow {
  int ROUNDS = Scale.rounds(200);
  int ROUND_BYTES = 1_000;

  @Test
  default void readsCancelledAtAnyMomentMissNothing() throws Exception {
    byte[] sent = Seed.bytes(ROUNDS * ROUND_BYTES);
    ByteBuffer source = ByteBuffer.wrap(sent);
    ByteBuffer received = ByteBuffer.allocate(sent.length);
    Random random = Seed.random();
    try (var connection = open()) {
      for (int round = 0; round < ROUNDS; round++) {
        try (var scope = openScope()) {
          Fork.in(scope, () -> readWhatComes(connection.client(), received));
          Fork.in(scope, () -> writeByteByByte(connection.accepted(), source));
          spin(random.nextInt(20_000));
          cancel(scope);
        }
      }
      var writer = start(() -> connection.accepted().write(source));
      connection.client().readFully(received);
      writer.result();
    }
    assertThat(Arrays.mismatch(received.array(), sent)).isEqualTo(-1);
  }

  private static int readWhatComes(StreamConnector stream, ByteBuffer destination)
      throws IOException {
    try {
      while (destination.hasRemaining()) {
        stream.read(destination);
      }
    } catch (ConnectorInterruptedException cancelled) {
      assertThat(cancelled.bytesMoved()).isZero();
    }
    return destination.position();
  }

  private static int writeByteByByte(StreamConnector stream, ByteBuffer source) throws IOException {
    while (source.remaining() > ROUND_BYTES && !Thread.currentThread().isInterrupted()) {
      stream.write(source.slice(source.position(), 1));
      source.position(source.position() + 1);
    }
    return source.position();
  }

  @Test
  default void writesCancelledAtAnyMomentRepeatNothing() throws Exception {
    Random random = Seed.random();
    byte[] received = new byte[MORE_THAN_BUFFERS.length];
    ByteBuffer source = tooMuch();
    try (var connection = open()) {
      var reader = startAction(() -> connection.accepted().readFully(received));
      for (int round = 0; round < ROUNDS; round++) {
        try (var scope = openScope()) {
          forkWrite(scope, connection.client(), source);
          spin(random.nextInt(20_000));
          cancel(scope);
        }
      }
      connection.client().write(source);
      reader.result();
    }
    assertThat(Arrays.mismatch(received, MORE_THAN_BUFFERS)).isEqualTo(-1);
  }

  /** A good part of the rest per round, so that some writes wait and others need not. */
  private static void forkWrite(
      StructuredTaskScope<Object, Void> scope, StreamConnector stream, ByteBuffer source) {
    Fork.in(
        scope,
        () -> {
          int count = Math.min(source.remaining(), 2 * MORE_THAN_BUFFERS.length / ROUNDS);
          ByteBuffer piece = source.slice(source.position(), count);
          try {
            return stream.write(piece);
          } finally {
            source.position(source.position() + piece.position());
          }
        });
  }

  private static void spin(int times) {
    for (int i = 0; i < times; i++) {
      Thread.onSpinWait();
    }
  }
}
