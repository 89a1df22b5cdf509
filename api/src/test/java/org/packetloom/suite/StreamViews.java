// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;
import org.packetloom.TornWriteException;
import org.packetloom.TransferFailure;

/** The views of a stream as {@code InputStream} and {@code OutputStream}. */
public interface StreamViews extends StreamRow {
  @Test
  default void singleBytesPassUnsignedThroughTheViews() throws Exception {
    try (var ends = open()) {
      OutputStream out = ends.near().outputStream();
      InputStream in = ends.far().inputStream();
      for (int value : new int[] {0, 1, 127, 128, 255}) {
        out.write(value);
        assertThat(in.read()).isEqualTo(value);
      }
    }
  }

  @Test
  default void theInputViewReportsTheEnd() throws Exception {
    try (var ends = open()) {
      ends.near().close();
      InputStream in = ends.far().inputStream();
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read(new byte[5])).isEqualTo(-1);
      assertThat(in.readAllBytes()).isEmpty();
      assertThat(in.read(new byte[0])).isZero();
    }
  }

  @Test
  default void theInputViewReadsAllBytes() throws Exception {
    byte[] sent = Seed.bytes(300_000);
    try (var ends = open()) {
      var writer =
          startAction(
              () -> {
                ends.near().outputStream().write(sent);
                ends.near().close();
              });
      assertThat(ends.far().inputStream().readAllBytes()).isEqualTo(sent);
      writer.result();
    }
  }

  @Test
  default void theInputViewSkipsAndReadsExactCounts() throws Exception {
    byte[] sent = Seed.bytes(1_000);
    try (var ends = open()) {
      ends.near().write(sent);
      InputStream in = ends.far().inputStream();
      in.skipNBytes(100);
      assertThat(in.readNBytes(400)).isEqualTo(Arrays.copyOfRange(sent, 100, 500));
      byte[] rest = new byte[500];
      new DataInputStream(in).readFully(rest);
      assertThat(rest).isEqualTo(Arrays.copyOfRange(sent, 500, 1_000));
    }
  }

  @Test
  default void transferToEchoesUntilTheEnd() throws Exception {
    assumeHas(Feature.HALF_CLOSE);
    byte[] sent = Seed.bytes(500_000);
    try (var ends = open()) {
      var echo =
          start(
              () -> {
                long count = ends.far().inputStream().transferTo(ends.far().outputStream());
                ends.far().shutdownOutput();
                return count;
              });
      var writer =
          startAction(
              () -> {
                ends.near().outputStream().write(sent);
                ends.near().shutdownOutput();
              });
      ByteArrayOutputStream received = new ByteArrayOutputStream();
      assertThat(ends.near().inputStream().transferTo(received)).isEqualTo(sent.length);
      assertThat(received.toByteArray()).isEqualTo(sent);
      assertThat(echo.result()).isEqualTo(sent.length);
      writer.result();
    }
  }

  @Test
  default void availableTellsWhatIsThere() throws Exception {
    assumeHas(Feature.AVAILABLE);
    try (var ends = open()) {
      InputStream in = ends.far().inputStream();
      assertThat(in.available()).isZero();
      ends.near().write(new byte[5]);
      Await.until("5 bytes are there", () -> available(in) == 5);
      assertThat(in.read(new byte[2])).isEqualTo(2);
      assertThat(in.available()).isEqualTo(3);
    }
  }

  private static int available(InputStream in) {
    try {
      return in.available();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  default void closingTheInputViewClosesTheStream() throws Exception {
    try (var ends = open()) {
      ends.near().inputStream().close();
      assertThat(ends.near().isOpen()).isFalse();
      assertThat(ends.far().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  default void closingTheOutputViewClosesTheStream() throws Exception {
    try (var ends = open()) {
      ends.near().outputStream().close();
      assertThat(ends.near().isOpen()).isFalse();
      assertThat(ends.far().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  default void theOutputViewKeepsNothingBack() throws Exception {
    try (var ends = open()) {
      ends.near().outputStream().write(new byte[] {4, 5, 6}, 1, 1);
      assertThat(ends.far().readByte()).isEqualTo((byte) 5);
    }
  }

  @Test
  default void theViewsRejectRangesThatDoNotFit() throws Exception {
    try (var ends = open()) {
      assertThatThrownBy(() -> ends.near().outputStream().write(new byte[3], 2, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> ends.near().inputStream().read(new byte[3], -1, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertRoundTrip(ends);
    }
  }

  @Test
  default void theOutputViewFailsAfterATornWriteAndTheStreamDoesNot() throws Exception {
    assumeHas(Feature.TORN_WRITES);
    try (var ends = open()) {
      OutputStream out = ends.near().outputStream();
      Throwable torn;
      do { // where completions are told, it may wait before the first byte has gone: not torn then
        var writer = startAction(() -> out.write(new byte[MORE_THAN_BUFFERS])).awaitParked();
        ends.near().writeDeadline(Deadline.after(Duration.ZERO));
        torn = writer.failure();
        assertThat(torn).isInstanceOf(ends.near().type(Failure.TIMED_OUT));
        ends.near().writeDeadline(Deadline.NONE);
      } while (((TransferFailure) torn).bytesMoved() == 0);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> out.write(1))
            .isInstanceOf(TornWriteException.class)
            .hasCause(torn);
      }
      var reader = start(() -> drain(ends.far()));
      ends.near().writeByte(1);
      ends.near().close();
      assertThat(reader.result()).isEqualTo(((TransferFailure) torn).bytesMoved() + 1);
    }
  }

  @Test
  default void theOutputViewGoesOnAfterAWriteThatMovedNothing() throws Exception {
    assumeHas(Feature.TORN_WRITES);
    try (var ends = open()) {
      OutputStream out = ends.near().outputStream();
      ends.near().writeDeadline(Deadline.after(Duration.ZERO));
      Throwable thrown = catchThrowable(() -> out.write(new byte[10]));
      assertFailed(thrown, ends.near(), Failure.TIMED_OUT, 0);
      ends.near().writeDeadline(Deadline.NONE);
      out.write(8);
      assertThat(ends.far().readByte()).isEqualTo((byte) 8);
    }
  }
}
