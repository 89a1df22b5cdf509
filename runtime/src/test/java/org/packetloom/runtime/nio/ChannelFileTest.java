// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.LocalStreamConnector;
import org.packetloom.nio.PacketloomChannels;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;
import org.packetloom.suite.nio.Transport;

/** Files to channels and back: by the file's own methods, and by the channel's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChannelFileTest {
  private static final int SIZE = 3_000_000;
  private static final int BEGIN = 1234;

  @TempDir private static Path folder;

  private LoomChannels channels;
  private final AtomicInteger sockets = new AtomicInteger();
  private byte[] content;
  private Path file;

  @BeforeAll
  void open() throws IOException {
    channels = LoomChannels.open("auto", "auto");
    content = Seed.bytes(SIZE);
    file = folder.resolve("content");
    Files.write(file, content);
  }

  @AfterAll
  void close() {
    channels.close();
  }

  /** What writes a file to a channel. */
  private interface Sending {
    void run(FileChannel from, SocketChannel to) throws IOException;
  }

  private void assertArrives(Transport transport, SelectorProvider provider, Sending sending)
      throws Exception {
    try (var server = transport.openServer(provider);
        var client = transport.openSocket(provider)) {
      Path path = folder.resolve("s" + sockets.incrementAndGet());
      server.bind(transport.freshAddress(path));
      client.connect(server.getLocalAddress());
      try (var accepted = server.accept();
          var from = FileChannel.open(file)) {
        Task<byte[]> reader = Task.start(channels.threads(), () -> readAll(accepted));
        Task.start(
                channels.threads(),
                () -> {
                  sending.run(from, client);
                  return client.shutdownOutput();
                })
            .result();
        assertThat(reader.result()).isEqualTo(Arrays.copyOfRange(content, BEGIN, SIZE));
        assertThat(from.position()).isZero();
      }
    }
  }

  private static byte[] readAll(ReadableByteChannel from) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer piece = ByteBuffer.allocate(1 << 16);
    while (from.read(piece.clear()) >= 0) {
      all.write(piece.array(), 0, piece.position());
    }
    return all.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void transferToOfTheFile(Transport transport) throws Exception {
    assertArrives(
        transport,
        channels.provider(),
        (from, to) -> {
          long moved = BEGIN;
          while (moved < SIZE) {
            moved += from.transferTo(moved, SIZE - moved, to);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void transferOfAFileChannel(Transport transport) throws Exception {
    assertArrives(
        transport,
        channels.provider(),
        (from, to) ->
            assertThat(PacketloomChannels.transfer(from, BEGIN, Long.MAX_VALUE, to))
                .isEqualTo(SIZE - BEGIN));
  }

  @ParameterizedTest
  @EnumSource
  void transferOfAPath(Transport transport) throws Exception {
    assertArrives(
        transport,
        channels.provider(),
        (_, to) ->
            assertThat(PacketloomChannels.transfer(file, BEGIN, Long.MAX_VALUE, to))
                .isEqualTo(SIZE - BEGIN));
  }

  @ParameterizedTest
  @EnumSource
  void transferToAChannelOfAnother(Transport transport) throws Exception {
    assertArrives(
        transport,
        SelectorProvider.provider(),
        (from, to) -> {
          long half = SIZE / 2;
          assertThat(PacketloomChannels.transfer(from, BEGIN, half, to)).isEqualTo(half);
          assertThat(PacketloomChannels.transfer(file, BEGIN + half, Long.MAX_VALUE, to))
              .isEqualTo(SIZE - BEGIN - half);
        });
  }

  @Test
  void transferInNonBlockingModeWritesWhatFits() throws Exception {
    Path large = folder.resolve("large");
    try (var sparse =
            FileChannel.open(
                large,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                StandardOpenOption.READ);
        var server = Transport.TCP.openServer(channels.provider());
        var client = Transport.TCP.openSocket(channels.provider())) {
      sparse.write(ByteBuffer.allocate(1), 64L << 20);
      server.bind(Transport.TCP.freshAddress(folder));
      client.connect(server.getLocalAddress());
      client.configureBlocking(false);
      assertThat(PacketloomChannels.transfer(sparse, 0, 64L << 20, client))
          .isGreaterThan(0)
          .isLessThan(64L << 20);
    }
  }

  @Test
  void transferFromAChannel() throws Exception {
    Path copy = folder.resolve("copy");
    try (var server = Transport.TCP.openServer(channels.provider());
        var client = Transport.TCP.openSocket(channels.provider())) {
      server.bind(Transport.TCP.freshAddress(folder));
      client.connect(server.getLocalAddress());
      try (var accepted = server.accept();
          var to =
              FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        Task<?> writer =
            Task.start(
                channels.threads(),
                () -> {
                  client.write(ByteBuffer.wrap(content));
                  return client.shutdownOutput();
                });
        long moved = 0;
        for (long n = 1; n > 0; moved += n) {
          n = to.transferFrom(accepted, moved, SIZE);
        }
        writer.result();
        assertThat(Files.readAllBytes(copy)).isEqualTo(content);
      }
    }
  }

  @Test
  void wrongRangesAreRefused() throws Exception {
    try (var channel = channels.provider().openSocketChannel()) {
      assertThatThrownBy(() -> PacketloomChannels.transfer(file, -1, 1, channel))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> PacketloomChannels.transfer(file, 0, 1, channel))
          .isInstanceOf(NotYetConnectedException.class);
    }
  }

  @Test
  void theConnectorOfAChannelCanBeHad() throws Exception {
    try (var ours = Transport.UNIX.openSocket(channels.provider());
        var other = SocketChannel.open()) {
      assertThat(PacketloomChannels.connector(ours).orElseThrow())
          .isInstanceOf(LocalStreamConnector.class);
      assertThat(PacketloomChannels.connector(other)).isEmpty();
    }
  }
}
