// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;

/** Loops over the races of socket channels. */
public interface SocketChannelRaces extends StreamChannelRow {
  private static void hesitate(Random random) {
    for (int i = random.nextInt(300); i > 0; i--) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void closesAndReadsMayRace(ThreadKind kind) throws Exception {
    Random random = Seed.random();
    for (int i = 0; i < Scale.rounds(40); i++) {
      try (var pair = pair()) {
        var read = startIn(kind, () -> pair.near().read(ByteBuffer.allocate(1)));
        hesitate(random);
        pair.near().close();
        read.assertFailure()
            .isInstanceOf(ClosedChannelException.class)
            .isNotInstanceOf(ClosedByInterruptException.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void interruptsAndReadsMayRace(ThreadKind kind) throws Exception {
    Random random = Seed.random();
    for (int i = 0; i < Scale.rounds(40); i++) {
      try (var pair = pair()) {
        var read = startIn(kind, () -> pair.near().read(ByteBuffer.allocate(1)));
        hesitate(random);
        read.interrupt();
        assertClosedByInterrupt(read, pair.near());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void bytesAndInterruptsMayRace(ThreadKind kind) throws Exception {
    Random random = Seed.random();
    for (int i = 0; i < Scale.rounds(40); i++) {
      try (var pair = pair()) {
        var read = startIn(kind, () -> pair.near().read(ByteBuffer.allocate(1)));
        pair.far().write(ByteBuffer.allocate(1));
        hesitate(random);
        read.interrupt();
        if (read.hasFailed()) {
          assertClosedByInterrupt(read, pair.near());
        } else {
          assertThat(read.result()).isEqualTo(1);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void shutdownsAndReadsMayRace(ThreadKind kind) throws Exception {
    Random random = Seed.random();
    for (int i = 0; i < Scale.rounds(40); i++) {
      try (var pair = pair()) {
        var read = startIn(kind, () -> pair.near().read(ByteBuffer.allocate(1)));
        hesitate(random);
        pair.near().shutdownInput();
        assertThat(read.result()).isEqualTo(-1);
        assertThat(pair.near().isOpen()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void closesAndWritesMayRace(ThreadKind kind) throws Exception {
    Random random = Seed.random();
    for (int i = 0; i < Scale.rounds(30); i++) {
      try (var pair = pair()) {
        var write =
            startIn(
                kind,
                () -> {
                  while (true) {
                    pair.near().write(ByteBuffer.allocate(1_000));
                  }
                });
        hesitate(random);
        pair.near().close();
        write
            .assertFailure()
            .isInstanceOf(ClosedChannelException.class)
            .isNotInstanceOf(ClosedByInterruptException.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void closesAndConnectsMayRace(ThreadKind kind) throws Exception {
    Random random = Seed.random();
    try (var server = openServer().bind(freshAddress(), 1_000)) {
      var address = server.getLocalAddress();
      for (int i = 0; i < Scale.rounds(30); i++) {
        SocketChannel channel = openSocket();
        var connect = startIn(kind, () -> channel.connect(address));
        hesitate(random);
        channel.close();
        if (connect.hasFailed()) {
          connect.assertFailure().isInstanceOf(ClosedChannelException.class);
        }
        assertThat(channel.isConnected()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void closesAndAcceptsMayRace(ThreadKind kind) throws Exception {
    Random random = Seed.random();
    for (int i = 0; i < Scale.rounds(40); i++) {
      var server = listen();
      var accept = startIn(kind, server::accept);
      hesitate(random);
      server.close();
      accept.assertFailure().isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  default void everyCallAndCloseMayRace() throws Exception {
    Random random = Seed.random();
    SocketCall[] calls = SocketCall.values();
    for (int i = 0; i < Scale.rounds(30); i++) {
      try (var pair = pair()) {
        var address = freshAddress();
        List<Task<Object>> tasks = new ArrayList<>();
        for (int j = 0; j < 8; j++) {
          SocketCall call = calls[random.nextInt(calls.length)];
          ThreadKind kind = random.nextBoolean() ? ThreadKind.VIRTUAL : ThreadKind.PLATFORM;
          tasks.add(startIn(kind, () -> call.on(pair.near(), address)));
        }
        hesitate(random);
        pair.near().close();
        for (var task : tasks) {
          if (task.hasFailed()) {
            task.assertFailure()
                .isInstanceOfAny(
                    ClosedChannelException.class,
                    SocketException.class,
                    java.nio.channels.AlreadyConnectedException.class,
                    java.nio.channels.AlreadyBoundException.class);
          }
        }
      }
    }
  }

  @Test
  default void manyThreadsWriteWholeBuffers() throws Exception {
    try (var pair = pair()) {
      int each = Scale.rounds(200);
      List<Task<Void>> writers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        ThreadKind kind = i % 2 == 0 ? ThreadKind.VIRTUAL : ThreadKind.PLATFORM;
        byte value = (byte) i;
        writers.add(
            startIn(
                kind,
                () -> {
                  writeBlocks(pair.near(), value, each);
                  return null;
                }));
      }
      ByteBuffer block = ByteBuffer.allocate(100);
      for (int i = 0; i < 4 * each; i++) {
        readFully(pair.far(), block.clear());
        byte first = block.get(0);
        for (int j = 1; j < 100; j++) {
          assertThat(block.get(j)).isEqualTo(first);
        }
      }
      for (var writer : writers) {
        writer.result();
      }
    }
  }

  /** Blocks small enough that even writes which may be short take them whole. */
  private static void writeBlocks(SocketChannel to, byte value, int count) throws Exception {
    byte[] block = new byte[100];
    java.util.Arrays.fill(block, value);
    for (int i = 0; i < count; i++) {
      assertThat(to.write(ByteBuffer.wrap(block))).isEqualTo(100);
    }
  }
}
