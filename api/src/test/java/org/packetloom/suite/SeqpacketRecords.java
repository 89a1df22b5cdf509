// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.packetloom.MessageTooLargeException;
import org.packetloom.RecordTooLongException;

/** Each write is one record, each read takes one, and nothing of any is lost. */
public interface SeqpacketRecords extends SeqpacketRow {
  @Test
  default void recordsKeepTheirBoundaries() throws Exception {
    int[] sizes = {1, 100, 5, 70_000, 1, 4096, 65_536, 3};
    try (var pair = open()) {
      var writer =
          startAction(
              () -> {
                for (int size : sizes) {
                  pair.first().write(ByteBuffer.wrap(record(size)));
                }
              });
      for (int size : sizes) {
        assertThat(read(pair.second(), 100_000)).isEqualTo(record(size));
      }
      writer.result();
      assertThat(pair.second().bytesRead()).isEqualTo(pair.first().bytesWritten());
    }
  }

  @Test
  default void recordsOfAnySizeArriveInAnyKindOfMemory() throws Exception {
    try (var pair = open()) {
      for (int size : new int[] {1, 1000, 62_000, 65_000, 150_000}) {
        for (boolean isDirect : new boolean[] {false, true}) {
          ByteBuffer source =
              isDirect
                  ? ByteBuffer.allocateDirect(size)
                  : ByteBuffer.allocate(size + 7).slice(7, size);
          source.put(0, record(size));
          var writer = start(() -> pair.first().write(source.asReadOnlyBuffer()));
          ByteBuffer destination =
              isDirect ? ByteBuffer.allocateDirect(size + 1) : ByteBuffer.allocate(size);
          assertThat(pair.second().read(destination)).isEqualTo(size);
          assertThat(writer.result()).isEqualTo(size);
          byte[] received = new byte[size];
          destination.get(0, received);
          assertThat(received).isEqualTo(record(size));
        }
      }
    }
  }

  @Test
  default void emptyRecordsAndTheEndAreToldApart() throws Exception {
    try (var pair = open()) {
      pair.first().write(new byte[0]);
      pair.first().write(new byte[] {1});
      pair.first().write(ByteBuffer.allocate(0));
      pair.first().write(new ByteBuffer[0]);
      pair.first().shutdownOutput();
      ByteBuffer buffer = ByteBuffer.allocate(10);
      assertThat(pair.second().read(buffer)).as("empty").isZero();
      assertThat(pair.second().read(buffer)).isEqualTo(1);
      assertThat(pair.second().read(buffer)).as("empty").isZero();
      assertThat(pair.second().read(new byte[10])).as("empty").isZero();
      assertThat(pair.second().read(buffer)).as("end").isEqualTo(-1);
      assertThat(pair.second().read(buffer)).as("end again").isEqualTo(-1);
      assertThat(pair.second().tryRead(buffer)).as("end again").isEqualTo(-1);
      pair.second().write(record(3));
      assertThat(read(pair.first(), 3)).isEqualTo(record(3));
    }
  }

  @Test
  default void anEmptyRecordWakesAReader() throws Exception {
    try (var pair = open()) {
      var reader = startBlockedRead(pair.second(), ByteBuffer.allocate(10));
      pair.first().write(new byte[0]);
      assertThat(reader.result()).isZero();
      reader = startBlockedRead(pair.second(), ByteBuffer.allocate(10));
      pair.first().close();
      assertThat(reader.result()).isEqualTo(-1);
    }
  }

  @Test
  default void aRecordThatDoesNotFitStays() throws Exception {
    try (var pair = open()) {
      pair.first().write(record(100));
      pair.first().write(record(2));
      ByteBuffer small = ByteBuffer.allocate(99);
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> pair.second().read(small))
            .isInstanceOfSatisfying(
                RecordTooLongException.class,
                e -> {
                  assertThat(e.recordBytes()).isEqualTo(100);
                  assertThat(e.bytesMoved()).isZero();
                })
            .hasMessageContaining("100 bytes, room for 99");
      }
      assertThatThrownBy(() -> pair.second().tryRead(small))
          .isInstanceOf(RecordTooLongException.class);
      assertThat(small.position()).isZero();
      assertThat(pair.second().read(ByteBuffer.allocate(0))).as("no room at all").isZero();
      assertThat(read(pair.second(), 100)).isEqualTo(record(100));
      assertThat(read(pair.second(), 2)).isEqualTo(record(2));
    }
  }

  @Test
  default void vectorsAreOneRecord() throws Exception {
    try (var pair = open()) {
      ByteBuffer all = ByteBuffer.wrap(record(100));
      ByteBuffer[] parts = {all.slice(0, 30), all.slice(30, 0), all.slice(30, 70)};
      assertThat(pair.first().write(parts)).isEqualTo(100);
      assertThat(parts[0].hasRemaining() || parts[2].hasRemaining()).isFalse();
      pair.first().write(record(5));
      ByteBuffer[] room = {
        ByteBuffer.allocate(10), ByteBuffer.allocate(0), ByteBuffer.allocate(99)
      };
      assertThat(pair.second().read(room)).isEqualTo(100);
      assertThat(room[0].position()).isEqualTo(10);
      assertThat(room[2].position()).isEqualTo(90);
      assertThat(room[2].array()).startsWith(java.util.Arrays.copyOfRange(record(100), 10, 100));
      assertThat(read(pair.second(), 5)).isEqualTo(record(5));
    }
  }

  @Test
  default void readFullyJoinsRecordsAndSplitsNone() throws Exception {
    try (var pair = open()) {
      pair.first().write(record(4));
      pair.first().write(new byte[0]);
      pair.first().write(record(6));
      ByteBuffer both = ByteBuffer.allocate(10);
      pair.second().readFully(both);
      assertThat(both.hasRemaining()).isFalse();
      pair.first().write(record(4));
      pair.first().write(record(8));
      ByteBuffer tooSmall = ByteBuffer.allocate(10);
      assertThatThrownBy(() -> pair.second().readFully(tooSmall))
          .isInstanceOfSatisfying(
              RecordTooLongException.class, e -> assertThat(e.bytesMoved()).isEqualTo(4));
      assertThat(tooSmall.position()).isEqualTo(4);
      assertThat(read(pair.second(), 8)).isEqualTo(record(8));
      pair.first().write(record(3));
      pair.first().shutdownOutput();
      assertThatThrownBy(() -> pair.second().readFully(ByteBuffer.allocate(4)))
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  default void viewsJoinRecordsAndMakeThem() throws Exception {
    try (var pair = open()) {
      pair.first().outputStream().write(record(100));
      pair.first().outputStream().write(new byte[0]);
      pair.first().write(new byte[0]);
      pair.first().outputStream().write(7);
      pair.first().shutdownOutput();
      InputStream view = pair.second().inputStream();
      assertThat(view.readNBytes(60)).isEqualTo(java.util.Arrays.copyOf(record(100), 60));
      assertThat(view.available()).isEqualTo(40);
      assertThat(view.readNBytes(40)).hasSize(40);
      assertThat(view.read()).isEqualTo(7);
      assertThat(view.read()).isEqualTo(-1);
      pair.second().outputStream().write(record(9), 1, 3);
      assertThat(read(pair.first(), 100)).hasSize(3);
    }
  }

  @Test
  default void aRecordBeyondTheLimitIsNamed() throws Exception {
    try (var pair = open()) {
      ByteBuffer huge = ByteBuffer.allocate(64 << 20);
      assertThatThrownBy(() -> pair.first().write(huge))
          .isInstanceOf(MessageTooLargeException.class)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("EMSGSIZE");
      assertThat(huge.position()).isZero();
      assertTalk(pair);
    }
  }
}
