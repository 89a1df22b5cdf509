// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.suite.Await;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;

/** The two streams of a socket. */
public interface SocketStreams extends SocketRow {
  @Test
  default void bytesArriveAsUnsignedNumbers() throws Exception {
    try (SocketEnds ends = open()) {
      ends.send(0, 127, 128, 255);
      assertThat(ends.input().read()).isZero();
      assertThat(ends.input().read()).isEqualTo(127);
      assertThat(ends.input().read()).isEqualTo(128);
      assertThat(ends.input().read()).isEqualTo(255);
    }
  }

  @Test
  default void aReadTakesWhatIsThere() throws Exception {
    try (SocketEnds ends = open()) {
      ends.send(1, 2, 3);
      byte[] block = new byte[10];
      int count = ends.input().readNBytes(block, 0, 3);
      assertThat(count).isEqualTo(3);
      assertThat(block).startsWith(1, 2, 3).endsWith(0, 0, 0, 0, 0, 0, 0);
    }
  }

  @Test
  default void aReadWaitsForTheFirstByteOnly() throws Exception {
    try (SocketEnds ends = open()) {
      var reading = startWaiting(() -> ends.input().read(new byte[100]));
      ends.send(1);
      assertThat(reading.result()).isEqualTo(1);
    }
  }

  @Test
  default void aReadFillsTheGivenPartOfItsArray() throws Exception {
    try (SocketEnds ends = open()) {
      ends.send(1, 2);
      byte[] block = new byte[5];
      assertThat(ends.input().read(block, 2, 1)).isEqualTo(1);
      assertThat(ends.input().read(block, 3, 1)).isEqualTo(1);
      assertThat(block).containsExactly(0, 0, 1, 2, 0);
    }
  }

  @Test
  default void aWriteSendsTheGivenPartOfItsArray() throws Exception {
    try (SocketEnds ends = open()) {
      ends.output().write(new byte[] {1, 2, 3, 4}, 1, 2);
      assertThat(ends.far().getInputStream().readNBytes(2)).containsExactly(2, 3);
    }
  }

  @Test
  default void writtenNumbersAreCutToTheirLowestByte() throws Exception {
    try (SocketEnds ends = open()) {
      ends.output().write(0x1234);
      assertThat(ends.far().getInputStream().read()).isEqualTo(0x34);
    }
  }

  @Test
  default void anEmptyReadReturnsZeroAtOnce() throws Exception {
    try (SocketEnds ends = open()) {
      assertThat(ends.input().read(new byte[0])).isZero();
      assertThat(ends.input().read(new byte[3], 3, 0)).isZero();
    }
  }

  @Test
  default void anEmptyWriteSendsNothing() throws Exception {
    try (SocketEnds ends = open()) {
      ends.output().write(new byte[0]);
      ends.output().write(new byte[3], 3, 0);
      ends.near().shutdownOutput();
      assertThat(ends.far().getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  default void rangesOutsideTheArrayAreRejected() throws Exception {
    try (SocketEnds ends = open()) {
      byte[] block = new byte[4];
      int[][] ranges = {{-1, 1}, {0, -1}, {0, 5}, {5, 0}, {3, 2}, {Integer.MAX_VALUE, 1}};
      for (int[] range : ranges) {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
            .isThrownBy(() -> ends.input().read(block, range[0], range[1]));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
            .isThrownBy(() -> ends.output().write(block, range[0], range[1]));
      }
    }
  }

  @Test
  default void missingArraysAreRejected() throws Exception {
    try (SocketEnds ends = open()) {
      assertThatNullPointerException().isThrownBy(() -> ends.input().read(null));
      assertThatNullPointerException().isThrownBy(() -> ends.input().read(null, 0, 1));
      assertThatNullPointerException().isThrownBy(() -> ends.output().write(null));
      assertThatNullPointerException().isThrownBy(() -> ends.output().write(null, 0, 1));
      assertThatNullPointerException().isThrownBy(() -> ends.input().transferTo(null));
    }
  }

  @Test
  default void theEndOfTheStreamStays() throws Exception {
    try (SocketEnds ends = open()) {
      ends.send(1);
      ends.far().close();
      assertThat(ends.input().read()).isEqualTo(1);
      assertThat(ends.input().read()).isEqualTo(-1);
      assertThat(ends.input().read(new byte[3])).isEqualTo(-1);
      assertThat(ends.input().read()).isEqualTo(-1);
      assertThat(ends.input().available()).isZero();
    }
  }

  @Test
  default void anEmptyReadAtTheEndReturnsZero() throws Exception {
    try (SocketEnds ends = open()) {
      ends.far().close();
      assertThat(ends.input().read()).isEqualTo(-1);
      assertThat(ends.input().read(new byte[0])).isZero();
    }
  }

  @Test
  default void availableTellsHowManyBytesCanBeReadAtOnce() throws Exception {
    try (SocketEnds ends = open()) {
      assertThat(ends.input().available()).isZero();
      ends.send(1, 2, 3);
      awaitAvailable(ends.input(), 3);
      ends.input().read();
      assertThat(ends.input().available()).isEqualTo(2);
      ends.input().readNBytes(2);
      assertThat(ends.input().available()).isZero();
    }
  }

  @Test
  default void skipDropsBytes() throws Exception {
    try (SocketEnds ends = open()) {
      ends.send(1, 2, 3, 4);
      awaitAvailable(ends.input(), 4);
      assertThat(ends.input().skip(3)).isEqualTo(3);
      assertThat(ends.input().read()).isEqualTo(4);
    }
  }

  @Test
  default void skipOfNothingReturnsZero() throws Exception {
    try (SocketEnds ends = open()) {
      ends.send(1);
      assertThat(ends.input().skip(0)).isZero();
      assertThat(ends.input().skip(-5)).isZero();
      assertThat(ends.input().read()).isEqualTo(1);
    }
  }

  @Test
  default void skipAtTheEndReturnsZero() throws Exception {
    try (SocketEnds ends = open()) {
      ends.far().close();
      assertThat(ends.input().skip(10)).isZero();
    }
  }

  @Test
  default void marksAreNotSupported() throws Exception {
    try (SocketEnds ends = open()) {
      InputStream input = ends.input();
      assertThat(input.markSupported()).isFalse();
      input.mark(10);
      assertThatIOException().isThrownBy(input::reset);
      assertTalk(ends);
    }
  }

  @Test
  default void flushDoesNothing() throws Exception {
    try (SocketEnds ends = open()) {
      ends.output().flush();
      assertTalk(ends);
    }
  }

  @Test
  default void transferToMovesEverythingUntilTheEnd() throws Exception {
    byte[] sent = Seed.bytes(200_000);
    try (SocketEnds ends = open()) {
      var writing = startAction(() -> sendAll(ends.far(), sent));
      var received = new ByteArrayOutputStream();
      assertThat(ends.input().transferTo(received)).isEqualTo(sent.length);
      assertThat(received.toByteArray()).isEqualTo(sent);
      writing.result();
    }
  }

  @Test
  default void transferToAnotherSocketMovesEverything() throws Exception {
    byte[] sent = Seed.bytes(200_000);
    try (SocketEnds from = open();
        SocketEnds to = open()) {
      var writing = startAction(() -> sendAll(from.far(), sent));
      var reading = start(() -> to.far().getInputStream().readAllBytes());
      assertThat(from.input().transferTo(to.output())).isEqualTo(sent.length);
      to.near().shutdownOutput();
      assertThat(reading.result()).isEqualTo(sent);
      writing.result();
    }
  }

  @Test
  default void readAllBytesReadsUntilTheEnd() throws Exception {
    byte[] sent = Seed.bytes(100_000);
    try (SocketEnds ends = open()) {
      var writing = startAction(() -> sendAll(ends.far(), sent));
      assertThat(ends.input().readAllBytes()).isEqualTo(sent);
      writing.result();
    }
  }

  @Test
  default void aMillionBytesArriveInOrderBothWaysAtOnce() throws Exception {
    byte[] sent = Seed.bytes(1_000_000);
    try (SocketEnds ends = open()) {
      List<Task<?>> writers = new ArrayList<>();
      List<Task<byte[]>> readers = new ArrayList<>();
      for (Socket socket : List.of(ends.near(), ends.far())) {
        writers.add(startAction(() -> sendAll(socket, sent)));
        readers.add(start(() -> socket.getInputStream().readAllBytes()));
      }
      for (Task<?> writer : writers) {
        writer.result();
      }
      for (Task<byte[]> reader : readers) {
        assertThat(reader.result()).isEqualTo(sent);
      }
    }
  }

  @Test
  default void aWriteThatDoesNotFitWaitsUntilItIsRead() throws Exception {
    try (SocketEnds ends = open()) {
      var writing = startWrite(ends.near());
      InputStream input = ends.far().getInputStream();
      byte[] block = new byte[1 << 16];
      long left = MORE_THAN_BUFFERS;
      while (left > 0) {
        left -= input.read(block);
      }
      writing.result();
      assertThat(left).isZero();
    }
  }

  @Test
  default void blocksOfManyWritersArriveWhole() throws Exception {
    int writers = 4;
    int blocks = 200;
    try (SocketEnds ends = open()) {
      List<Task<Void>> tasks = new ArrayList<>();
      for (int i = 1; i <= writers; i++) {
        byte number = (byte) i;
        tasks.add(startAction(() -> writeBlocks(ends.output(), number, blocks)));
      }
      InputStream input = ends.far().getInputStream();
      for (int i = 0; i < writers * blocks; i++) {
        byte[] block = input.readNBytes(100);
        assertThat(block).containsOnly(block[0]);
      }
      tasks.forEach(Task::result);
    }
  }

  @Test
  default void manyReadersShareTheBytes() throws Exception {
    try (SocketEnds ends = open()) {
      List<Task<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        readers.add(startRead(ends.near()));
      }
      ends.send(1, 2, 3, 4, 5);
      assertThat(readers.stream().map(Task::result)).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
    }
  }

  @Test
  default void streamsMayBeAskedForManyTimes() throws Exception {
    try (SocketEnds ends = open()) {
      ends.send(1, 2);
      assertThat(ends.near().getInputStream().read()).isEqualTo(1);
      assertThat(ends.near().getInputStream().read()).isEqualTo(2);
      ends.near().getOutputStream().write(3);
      ends.near().getOutputStream().write(4);
      assertThat(ends.far().getInputStream().readNBytes(2)).containsExactly(3, 4);
    }
  }

  private static void sendAll(Socket socket, byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.shutdownOutput();
  }

  private static void writeBlocks(OutputStream output, byte number, int count) throws IOException {
    byte[] block = new byte[100];
    Arrays.fill(block, number);
    for (int i = 0; i < count; i++) {
      output.write(block);
    }
  }

  private static void awaitAvailable(InputStream input, int count) {
    Await.until(
        "bytes are available",
        () -> {
          try {
            return input.available() == count;
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }
}
