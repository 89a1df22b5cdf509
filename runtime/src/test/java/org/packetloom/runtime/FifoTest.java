// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.BrokenPipeException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.EndpointMissingException;
import org.packetloom.InvalidAddressException;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.SystemFailureException;
import org.packetloom.suite.Await;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Task;

/** Pipes with a name, with a shell at the other end. */
class FifoTest extends ToolkitTest {
  @TempDir Path folder;

  private Packetloom loom;
  private Path path;
  private String uri;

  @BeforeEach
  void makeFifo() throws Exception {
    loom = Packetloom.open();
    path = folder.resolve("fifo");
    uri = "fifo://" + path;
    try (Shell shell = Shell.start("mkfifo \"$1\"", path)) {
      shell.success();
    }
  }

  @AfterEach
  void close() {
    loom.close();
  }

  private static String readAll(StreamConnector stream) throws IOException {
    return new String(stream.inputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void readsWhatAShellWritesLater() throws Exception {
    try (StreamConnector stream = loom.connect(uri)) {
      Task<String> reader = start(() -> readAll(stream)).awaitParked();
      try (Shell shell = Shell.start("echo hi > \"$1\"", path)) {
        shell.success();
      }
      assertThat(reader.result()).isEqualTo("hi\n");
    }
  }

  @Test
  void readsWhatAShellWaitsToWrite() throws Exception {
    try (Shell shell = Shell.start("echo hi > \"$1\"", path);
        StreamConnector stream = loom.connect(uri + "?direction=read")) {
      assertThat(readAll(stream)).isEqualTo("hi\n");
      shell.success();
    }
  }

  @Test
  void writesToAShellThatReadsLater() throws Exception {
    try (StreamConnector stream = loom.connect(uri)) {
      Task<Integer> writer = start(() -> stream.write("hi\n".getBytes(StandardCharsets.UTF_8)));
      writer.awaitParked();
      try (Shell shell = Shell.start("cat \"$1\"", path)) {
        assertThat(writer.result()).isEqualTo(3);
        stream.shutdownOutput();
        assertThat(shell.success()).isEqualTo("hi\n");
      }
    }
  }

  @Test
  void writesToAShellThatWaitsToRead() throws Exception {
    try (Shell shell = Shell.start("cat \"$1\"", path);
        StreamConnector stream = loom.connect(uri + "?direction=write")) {
      stream.write("hi\n".getBytes(StandardCharsets.UTF_8));
      stream.shutdownOutput();
      assertThat(shell.success()).isEqualTo("hi\n");
    }
  }

  @Test
  void millionsOfBytesGoBothWays() throws Exception {
    Path back = folder.resolve("back");
    try (Shell shell = Shell.start("mkfifo \"$2\"; cat \"$1\" > \"$2\"; rm \"$2\"", path, back);
        StreamConnector out = loom.connect(uri)) {
      Await.until("second pipe", () -> Files.exists(back));
      try (StreamConnector in = loom.connect("fifo://" + back)) {
        Task<byte[]> reader = start(() -> in.inputStream().readAllBytes());
        byte[] sent = new byte[3_000_000];
        new java.util.Random(1).nextBytes(sent);
        out.write(sent);
        out.shutdownOutput();
        assertThat(reader.result()).isEqualTo(sent);
        shell.success();
      }
    }
  }

  @Test
  void endIsToldWhenTheWriterIsKilled() throws Exception {
    try (StreamConnector stream = loom.connect(uri);
        Shell shell = Shell.start("exec > \"$1\"; printf x; read never", path)) {
      assertThat(readByte(stream)).isEqualTo('x');
      Task<Integer> reader = start(() -> readByte(stream)).awaitParked();
      shell.kill();
      assertThat(reader.result()).isEqualTo(-1);
    }
  }

  @Test
  void endIsToldWhenTheLastOfSeveralWritersHasLeft() throws Exception {
    try (StreamConnector stream = loom.connect(uri)) {
      Task<String> reader = start(() -> readAll(stream)).awaitParked();
      try (Shell shell =
          Shell.start("exec 3> \"$1\"; echo a >&3; (echo b >&3); echo c > \"$1\"", path)) {
        shell.success();
      }
      assertThat(reader.result()).isEqualTo("a\nb\nc\n");
    }
  }

  @Test
  void bytesOfALaterWriterFollowTheEnd() throws Exception {
    try (StreamConnector stream = loom.connect(uri)) {
      for (String word : new String[] {"one", "two"}) {
        Task<Void> writer =
            startAction(
                () -> {
                  try (Shell shell = Shell.start("printf \"$2\" > \"$1\"", path, word)) {
                    shell.success();
                  }
                });
        ByteBuffer bytes = ByteBuffer.allocate(3);
        // as long as nobody writes, an end that was told once is told again
        Await.until("bytes of " + word, () -> count(stream, bytes) > 0);
        assertThat(new String(bytes.array(), StandardCharsets.UTF_8)).isEqualTo(word);
        writer.result();
        assertThat(stream.read(bytes.clear())).isEqualTo(-1);
      }
    }
  }

  private static int count(StreamConnector stream, ByteBuffer into) {
    try {
      return stream.read(into);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void nothingIsThereBeforeTheFirstWriter() throws Exception {
    try (StreamConnector stream = loom.connect(uri)) {
      assertThat(stream.tryRead(ByteBuffer.allocate(1))).isZero();
      stream.readTimeout(Duration.ofMillis(30));
      assertThatThrownBy(() -> stream.read(new byte[1]))
          .isInstanceOf(ConnectorTimeoutException.class);
      assertThat(stream.tryRead(ByteBuffer.allocate(1))).isZero();
    }
  }

  @Test
  void writeBreaksWhenTheReaderHasLeft() throws Exception {
    try (StreamConnector stream = loom.connect(uri)) {
      try (Shell shell = Shell.start("head -c 1 \"$1\"", path)) {
        writeByte(stream, 'x');
        assertThat(shell.success()).isEqualTo("x");
      }
      assertThatThrownBy(() -> stream.write(new byte[1])).isInstanceOf(BrokenPipeException.class);
    }
  }

  @Test
  void waitForAReaderEndsByDeadlineInterruptAndClose() throws Exception {
    int before = OpenDescriptors.count();
    StreamConnector stream = loom.connect(uri);
    stream.writeDeadline(Deadline.after(Duration.ofMillis(30)));
    assertThatThrownBy(() -> stream.write(new byte[1]))
        .isInstanceOf(ConnectorTimeoutException.class);
    stream.writeDeadline(Deadline.NONE);
    Task<Integer> interrupted = start(() -> stream.write(new byte[1])).awaitParked();
    interrupted.interrupt();
    interrupted.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
    Task<Integer> closed = start(() -> stream.write(new byte[1])).awaitParked();
    stream.close();
    closed.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
    assertNoneLost(before);
  }

  @Test
  void tryWriteDoesNotWaitForAReader() throws Exception {
    try (StreamConnector stream = loom.connect(uri);
        StreamConnector plain = loom.connect(uri + "?blocking=no")) {
      assertThat(stream.tryWrite(ByteBuffer.allocate(1))).isZero();
      assertThat(plain.write(new byte[1])).isZero();
      assertThat(plain.read(new byte[1])).isZero();
    }
  }

  @Test
  void aWriterThatComesAndGoesDuringTheFirstReadIsHeard() throws Exception {
    for (int round = 0; round < 300; round++) {
      try (StreamConnector reader = loom.connect(uri + "?direction=read");
          StreamConnector writer = loom.connect(uri + "?direction=write")) {
        Task<byte[]> reading = start(() -> reader.inputStream().readAllBytes());
        Task<Object> writing =
            start(
                () -> {
                  writeByte(writer, 7);
                  return writer.shutdownOutput();
                });
        assertThat(writing.result()).isSameAs(writer);
        assertThat(reading.result()).as("round %d", round).containsExactly(7);
      }
    }
  }

  @Test
  void aFixedDirectionRefusesTheOther() throws Exception {
    try (StreamConnector reader = loom.connect(uri + "?direction=read");
        StreamConnector writer = loom.connect(uri + "?direction=write")) {
      assertThatThrownBy(() -> reader.write(new byte[1]))
          .isInstanceOf(SystemFailureException.class)
          .hasMessageContaining("EBADF");
      assertThatThrownBy(() -> writer.read(new byte[1]))
          .isInstanceOf(SystemFailureException.class)
          .hasMessageContaining("EBADF");
      Task<Integer> task = start(() -> readByte(reader));
      writeByte(writer, 7);
      assertThat(task.result()).isEqualTo(7);
    }
  }

  @Test
  void whatIsNoFifoIsRefused() throws Exception {
    int before = OpenDescriptors.count();
    Path file = Files.writeString(folder.resolve("file"), "mine");
    assertThatThrownBy(() -> loom.connect("fifo://" + file))
        .isInstanceOf(InvalidAddressException.class)
        .hasMessageContaining("is not a FIFO");
    assertThatThrownBy(() -> loom.connect("fifo://" + folder))
        .isInstanceOf(InvalidAddressException.class);
    assertThatThrownBy(() -> loom.connect("fifo://" + folder.resolve("missing")))
        .isInstanceOf(EndpointMissingException.class);
    try (StreamConnector stream = loom.connect(uri)) {
      Files.delete(path);
      Files.writeString(path, "theirs"); // replaced between connect and the first use
      assertThatThrownBy(() -> stream.write(new byte[1]))
          .isInstanceOf(SystemFailureException.class);
      assertThatThrownBy(() -> stream.read(new byte[1])).isInstanceOf(SystemFailureException.class);
    }
    assertThat(path).hasContent("theirs");
    assertNoneLost(before);
  }
}
