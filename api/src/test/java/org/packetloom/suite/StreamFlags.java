// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.packetloom.CapabilityException;
import org.packetloom.Deadline;
import org.packetloom.ReceiveFlag;
import org.packetloom.SendFlag;

/** Writes and reads with flags. */
public interface StreamFlags extends StreamRow {
  @Test
  default void bytesSentWithMoreToComeArriveWithTheRest() throws Exception {
    assumeHas(Feature.FLAGS);
    byte[] sent = Seed.bytes(300_000);
    try (var ends = open()) {
      var reader = start(() -> read(ends.far(), sent.length));
      ByteBuffer head = ByteBuffer.wrap(sent, 0, 200_001).slice();
      ByteBuffer body = ByteBuffer.allocateDirect(99_999);
      body.put(sent, 200_001, 99_999).flip();
      assertThat(ends.near().connector().write(head, SendFlag.MORE)).isEqualTo(200_001);
      assertThat(ends.near().connector().write(body.asReadOnlyBuffer(), SendFlag.DONT_ROUTE))
          .isEqualTo(99_999);
      assertThat(head.hasRemaining()).isFalse();
      assertThat(reader.result()).isEqualTo(sent);
    }
  }

  private static byte[] read(StreamEnd end, int length) throws Exception {
    byte[] bytes = new byte[length];
    end.readFully(ByteBuffer.wrap(bytes));
    return bytes;
  }

  @Test
  default void readOnlyBytesOfTheHeapAreSentWithFlagsToo() throws Exception {
    assumeHas(Feature.FLAGS);
    try (var ends = open()) {
      ByteBuffer bytes = ByteBuffer.wrap(new byte[] {0, 1, 2}).position(1).asReadOnlyBuffer();
      assertThat(ends.near().connector().write(bytes, SendFlag.MORE)).isEqualTo(2);
      ends.near().writeByte(3);
      assertThat(read(ends.far(), 3)).containsExactly(1, 2, 3);
    }
  }

  @Test
  default void urgentByteTravelsBesideTheStream() throws Exception {
    assumeHas(Feature.FLAGS);
    assumeHas(Feature.PORTS); // Unix-domain sockets may have it: that depends on the kernel
    try (var ends = open()) {
      ByteBuffer one = ByteBuffer.allocate(5);
      assertThat(ends.far().connector().read(one, ReceiveFlag.OUT_OF_BAND)).isZero();
      ends.near().connector().write(ByteBuffer.wrap(new byte[] {1, 2, 9}), SendFlag.OUT_OF_BAND);
      ends.near().writeByte(3);
      Await.until("the urgent byte is there", () -> takeUrgent(ends.far(), one) == 1);
      assertThat(one.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {9}));
      assertThat(ends.far().connector().read(one.clear(), ReceiveFlag.OUT_OF_BAND)).isZero();
      assertThat(read(ends.far(), 3)).containsExactly(1, 2, 3);
    }
  }

  private static int takeUrgent(StreamEnd end, ByteBuffer buffer) {
    try {
      return end.connector().read(buffer, ReceiveFlag.OUT_OF_BAND);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  default void readThatWaitsForAllWaitsForAllOrTheEnd() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      ByteBuffer five = ByteBuffer.allocate(5);
      var reading = start(() -> ends.near().connector().read(five, ReceiveFlag.WAIT_ALL));
      ends.far().write(new byte[] {1, 2});
      Await.until("2 are read", () -> five.position() == 2);
      reading.awaitParked();
      ends.far().write(new byte[] {3, 4, 5});
      assertThat(reading.result()).isEqualTo(5);
      ends.far().write(new byte[] {6});
      ends.far().close();
      var near = ends.near().connector();
      assertThat(near.read(five.clear(), ReceiveFlag.WAIT_ALL)).isEqualTo(1);
      assertThat(near.read(five.clear(), ReceiveFlag.WAIT_ALL)).isEqualTo(-1);
    }
  }

  @Test
  default void flaggedWriteObeysItsDeadlineAndTellsItsBytes() throws Exception {
    assumeHas(Feature.FLAGS);
    try (var ends = open()) {
      ByteBuffer source = tooMuch();
      var writing = start(() -> ends.near().connector().write(source, SendFlag.MORE)).awaitParked();
      ends.near().writeDeadline(Deadline.after(Duration.ZERO));
      Throwable thrown = writing.failure();
      assertFailed(thrown, ends.near(), Failure.TIMED_OUT, source.position());
      ends.near().writeDeadline(Deadline.NONE);
      ends.near().close();
      assertThat(drain(ends.far())).isEqualTo(source.position());
    }
  }

  @Test
  default void kindsWithoutFlagsRefuseThem() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      if (!features().contains(Feature.FLAGS)) {
        ByteBuffer source = ByteBuffer.wrap(new byte[] {1});
        assertThatThrownBy(() -> ends.near().connector().write(source, SendFlag.MORE))
            .isInstanceOf(CapabilityException.class)
            .hasMessageContaining("MORE");
        assertThat(source.remaining()).isEqualTo(1);
        assertThatThrownBy(
                () -> ends.near().connector().read(ByteBuffer.allocate(1), ReceiveFlag.OUT_OF_BAND))
            .isInstanceOf(CapabilityException.class)
            .hasMessageContaining("OUT_OF_BAND");
      }
      assertThat(ends.near().connector().write(ByteBuffer.allocate(1), new SendFlag[0])).isOne();
      assertThat(ends.far().connector().read(ByteBuffer.allocate(1), new ReceiveFlag[0])).isOne();
      assertRoundTrip(ends);
    }
  }
}
