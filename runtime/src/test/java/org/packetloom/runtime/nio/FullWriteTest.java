// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;
import org.packetloom.suite.nio.Transport;

/** A blocking write is the whole write, on virtual threads too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FullWriteTest {
  private static final int SIZE = 16 << 20;

  @TempDir private Path folder;

  private LoomChannels channels;
  private byte[] bytes;

  @BeforeAll
  void open() throws IOException {
    channels = LoomChannels.open("auto", "auto");
    bytes = Seed.bytes(SIZE);
  }

  @AfterAll
  void close() {
    channels.close();
  }

  private Task<Long> startChecksum(ReadableByteChannel from) {
    return Task.start(channels.threads(), () -> checksum(from));
  }

  private static long checksum(ReadableByteChannel from) throws IOException {
    CRC32C sum = new CRC32C();
    ByteBuffer piece = ByteBuffer.allocateDirect(1 << 16);
    while (from.read(piece.clear()) >= 0) {
      sum.update(piece.flip());
    }
    return sum.getValue();
  }

  private long checksum() {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return sum.getValue();
  }

  @ParameterizedTest
  @EnumSource
  void writesAllBytes(Transport transport) throws Exception {
    try (var server = transport.openServer(channels.provider());
        var client = transport.openSocket(channels.provider())) {
      server.bind(transport.freshAddress(folder.resolve("whole")));
      client.connect(server.getLocalAddress());
      try (var accepted = server.accept()) {
        Task<Long> reader = startChecksum(accepted);
        ByteBuffer source = ByteBuffer.wrap(bytes);
        Task<Integer> writer = Task.start(channels.threads(), () -> client.write(source));
        assertThat(writer.result()).isEqualTo(SIZE);
        assertThat(source.hasRemaining()).isFalse();
        client.shutdownOutput();
        assertThat(reader.result()).isEqualTo(checksum());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void gathersAllBytes(Transport transport) throws Exception {
    try (var server = transport.openServer(channels.provider());
        var client = transport.openSocket(channels.provider())) {
      server.bind(transport.freshAddress(folder.resolve("gathered")));
      client.connect(server.getLocalAddress());
      try (var accepted = server.accept()) {
        Task<Long> reader = startChecksum(accepted);
        ByteBuffer[] sources = pieces(5000);
        Task<Long> writer = Task.start(channels.threads(), () -> client.write(sources));
        assertThat(writer.result()).isEqualTo(SIZE);
        assertThat(Arrays.stream(sources)).noneMatch(ByteBuffer::hasRemaining);
        client.shutdownOutput();
        assertThat(reader.result()).isEqualTo(checksum());
      }
    }
  }

  /** All bytes in more buffers than a system takes at once, of both kinds. */
  private ByteBuffer[] pieces(int count) {
    ByteBuffer[] pieces = new ByteBuffer[count];
    int each = SIZE / count;
    for (int i = 0; i < count; i++) {
      int from = i * each;
      int length = i == count - 1 ? SIZE - from : each;
      pieces[i] =
          i % 2 == 0
              ? ByteBuffer.wrap(bytes, from, length)
              : ByteBuffer.allocateDirect(length).put(bytes, from, length).flip();
    }
    return pieces;
  }

  @Test
  void pipesWriteAllBytes() throws Exception {
    Pipe pipe = channels.provider().openPipe();
    try (var source = pipe.source();
        var sink = pipe.sink()) {
      Task<Long> reader = startChecksum(source);
      ByteBuffer all = ByteBuffer.wrap(bytes);
      Task<Integer> writer = Task.start(channels.threads(), () -> sink.write(all));
      assertThat(writer.result()).isEqualTo(SIZE);
      closeNow(sink);
      assertThat(reader.result()).isEqualTo(checksum());
    }
  }

  /** Closes in the middle of its life. */
  private static void closeNow(Channel channel) throws IOException {
    channel.close();
  }
}
