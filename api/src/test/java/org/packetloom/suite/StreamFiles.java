// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.Deadline;
import org.packetloom.TransferFailure;

/** Files are sent, in part and whole. */
public interface StreamFiles extends StreamRow {
  /** Sends part of a file, in one of the two ways. */
  @FunctionalInterface
  interface Sending {
    long send(StreamEnd end, Path file, long position, long count) throws Exception;
  }

  Sending BY_PATH = (end, file, position, count) -> end.connector().sendFile(file, position, count);

  Sending BY_CHANNEL =
      (end, file, position, count) -> {
        try (FileChannel channel = FileChannel.open(file)) {
          long sent = end.connector().sendFile(channel, position, count);
          assertThat(channel.position()).isZero();
          return sent;
        }
      };

  @Test
  default void partOfAFileIsSent(@TempDir Path folder) throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    byte[] content = Seed.bytes(3_000_000);
    Path file = Files.write(folder.resolve("file"), content);
    for (Sending sending : new Sending[] {BY_PATH, BY_CHANNEL}) {
      try (var ends = open()) {
        var reader =
            start(
                () -> {
                  ByteBuffer all = ByteBuffer.allocate(2_500_000);
                  ends.far().readFully(all);
                  return all.array();
                });
        assertThat(sending.send(ends.near(), file, 123_456, 2_500_000)).isEqualTo(2_500_000);
        assertThat(reader.result()).isEqualTo(Arrays.copyOfRange(content, 123_456, 2_623_456));
        assertRoundTrip(ends);
      }
    }
  }

  @Test
  default void sendingStopsWhereTheFileEnds(@TempDir Path folder) throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    Path file = Files.write(folder.resolve("file"), new byte[] {1, 2, 3});
    for (Sending sending : new Sending[] {BY_PATH, BY_CHANNEL}) {
      try (var ends = open()) {
        assertThat(sending.send(ends.near(), file, 1, Long.MAX_VALUE)).isEqualTo(2);
        assertThat(sending.send(ends.near(), file, 3, 10)).isZero();
        assertThat(sending.send(ends.near(), file, 100, 10)).isZero();
        assertThat(sending.send(ends.near(), file, 0, 0)).isZero();
        assertThat(ends.far().readByte()).isEqualTo((byte) 2);
        assertThat(ends.far().readByte()).isEqualTo((byte) 3);
        assertRoundTrip(ends);
      }
    }
  }

  @Test
  default void sendingThatTimesOutTellsExactlyWhatWasSent(@TempDir Path folder) throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    Path file = folder.resolve("file");
    try (FileChannel sparse =
        FileChannel.open(
            file,
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.WRITE)) {
      sparse.write(ByteBuffer.allocate(1), MORE_THAN_BUFFERS);
    }
    for (Sending sending : new Sending[] {BY_PATH, BY_CHANNEL}) {
      try (var ends = open()) {
        var sender = start(() -> sending.send(ends.near(), file, 0, MORE_THAN_BUFFERS));
        sender.awaitParked();
        Await.until("it waits for the peer", ends.near().connector()::isAwaitingOutput);
        ends.near().writeDeadline(Deadline.after(Duration.ZERO));
        Throwable thrown = sender.failure();
        assertThat(thrown).isInstanceOf(ends.near().type(Failure.TIMED_OUT));
        ends.near().close();
        assertThat(drain(ends.far())).isEqualTo(((TransferFailure) thrown).bytesMoved());
      }
    }
  }

  @Test
  default void missingFileFailsAsTheJdkDoesAndHarmsNothing(@TempDir Path folder) throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      Path none = folder.resolve("none");
      assertThatThrownBy(() -> ends.near().connector().sendFile(none, 0, 1))
          .isInstanceOf(NoSuchFileException.class);
      assertThatThrownBy(() -> ends.near().connector().sendFile(none, -1, 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertRoundTrip(ends);
    }
  }

  @Test
  default void sendingToAClosedConnectorFails(@TempDir Path folder) throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    Path file = Files.write(folder.resolve("file"), new byte[] {1, 2, 3});
    try (var ends = open()) {
      ends.near().close();
      for (Sending sending : new Sending[] {BY_PATH, BY_CHANNEL}) {
        assertThatThrownBy(() -> sending.send(ends.near(), file, 0, 3))
            .isInstanceOf(ends.near().type(Failure.CLOSED));
      }
    }
  }
}
