// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.packetloom.suite.Await;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Task;

/** Opens what makes channels before the first test, and counts descriptors around all of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ChannelContract implements ChannelRow {
  private final AtomicInteger numbers = new AtomicInteger();

  /** Set before the first test, closed after the last. */
  private Channels channels;

  private Path folder;

  /** Zero until all is open. */
  private int descriptorsBefore;

  /** Opens what makes the channels of this row. */
  protected abstract Channels openChannels() throws Exception;

  @Override
  public final Channels channels() {
    return channels;
  }

  /** A path of no file, short enough for the address of a socket. */
  public final Path freshPath() {
    return folder.resolve("s" + numbers.incrementAndGet());
  }

  @BeforeAll
  final void openAll() throws Exception {
    folder = Files.createTempDirectory("nio");
    channels = openChannels();
    warmUp();
    descriptorsBefore = ChannelDescriptors.count();
  }

  @AfterAll
  final void closeAll() throws Exception {
    try {
      if (descriptorsBefore > 0) {
        Await.until("descriptors closed", () -> ChannelDescriptors.count() <= descriptorsBefore);
      }
    } finally {
      if (channels != null) {
        channels.close();
      }
      deleteFolder();
    }
  }

  /** Writes until nothing more fits. */
  private static void fill(Pipe.SinkChannel sink) throws IOException {
    sink.configureBlocking(false);
    while (sink.write(ByteBuffer.allocate(4096)) > 0) {
      Thread.onSpinWait();
    }
    sink.configureBlocking(true);
  }

  /** Lets the implementation open what it keeps for good: its pollers. */
  private void warmUp() throws Exception {
    new FullQueue("127.0.0.1").close();
    if (OpenDescriptors.canBeCounted()) { // the JDK's own keep some, too
      warmUp(SelectorProvider.provider(), ThreadKind.VIRTUAL);
    }
    for (ThreadKind kind : ThreadKind.values()) {
      warmUp(channels.provider(), kind);
    }
  }

  private void warmUp(SelectorProvider provider, ThreadKind kind) throws Exception {
    Selector selector = provider.openSelector();
    Pipe pipe = provider.openPipe();
    try (var source = pipe.source();
        var sink = pipe.sink();
        selector) {
      Task<Integer> reader = startBlocked(kind, () -> source.read(ByteBuffer.allocate(1)));
      sink.write(ByteBuffer.allocate(1));
      reader.result();
      fill(sink);
      Task<Integer> writer = startBlocked(kind, () -> sink.write(ByteBuffer.allocate(1 << 17)));
      readBytes(source, 1);
      closeNow(source);
      writer.awaitEnd();
      sink.configureBlocking(false);
      sink.register(selector, SelectionKey.OP_WRITE);
      startIn(kind, () -> selector.select(1)).result();
    }
  }

  private void deleteFolder() throws IOException {
    File[] files = folder.toFile().listFiles();
    if (files != null) {
      for (File file : files) {
        Files.delete(file.toPath());
      }
    }
    Files.delete(folder);
  }
}
