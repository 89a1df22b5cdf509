// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.EOFException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** How streams end: in order, by halves, and abruptly. */
public interface StreamEndings extends StreamRow {
  /** Checks that a failure says that the peer is gone, in one of the two ways there are. */
  private static void assertPeerGone(Throwable thrown, StreamEnd end) {
    assertThat(thrown).isInstanceOfAny(end.type(Failure.RESET), end.type(Failure.BROKEN_PIPE));
  }

  @Test
  default void closeSendsWhatWasWrittenAndThenTheEnd() throws Exception {
    byte[] sent = Seed.bytes(10_000);
    try (var ends = open()) {
      ends.near().write(sent);
      ends.near().close();
      byte[] received = new byte[sent.length];
      ends.far().readFully(ByteBuffer.wrap(received));
      assertThat(received).isEqualTo(sent);
      assertThat(ends.far().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  default void theEndIsReportedAgainAndAgain() throws Exception {
    try (var ends = open()) {
      ends.near().close();
      for (int i = 0; i < 3; i++) {
        assertThat(ends.far().read(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(ends.far().read(new byte[1], 0, 1)).isEqualTo(-1);
        assertThat(ends.far().read(new ByteBuffer[] {ByteBuffer.allocate(1)})).isEqualTo(-1);
      }
    }
  }

  @Test
  default void theEndWakesAWaitingRead() throws Exception {
    try (var ends = open()) {
      var reader = startBlockedRead(ends.far(), ByteBuffer.allocate(1));
      ends.near().close();
      assertThat(reader.result()).isEqualTo(-1);
    }
  }

  @Test
  default void readFullyThatMeetsTheEndTellsWhatArrived() throws Exception {
    try (var ends = open()) {
      ends.near().write(new byte[] {1, 2, 3});
      ends.near().close();
      ByteBuffer buffer = ByteBuffer.allocate(10).position(2);
      assertThatThrownBy(() -> ends.far().readFully(buffer)).isInstanceOf(EOFException.class);
      assertThat(buffer.position()).isEqualTo(5);
      assertThat(buffer.array()).startsWith(0, 0, 1, 2, 3, 0);
    }
  }

  @Test
  default void shutdownOfOutputEndsOneDirectionOnly() throws Exception {
    assumeHas(Feature.HALF_CLOSE);
    try (var ends = open()) {
      ends.near().writeByte(1);
      ends.near().shutdownOutput();
      assertThat(ends.far().readByte()).isEqualTo((byte) 1);
      assertThat(ends.far().read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertArrives(ends.far(), ends.near());
      ends.far().shutdownOutput();
      assertThat(ends.near().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  default void shutdownOfOutputWakesTheWaitingReaderOfThePeer() throws Exception {
    assumeHas(Feature.HALF_CLOSE);
    try (var ends = open()) {
      var reader = startBlockedRead(ends.far(), ByteBuffer.allocate(1));
      ends.near().shutdownOutput();
      assertThat(reader.result()).isEqualTo(-1);
      assertArrives(ends.far(), ends.near());
    }
  }

  @Test
  default void writesAfterShutdownOfOutputFail() throws Exception {
    assumeHas(Feature.HALF_CLOSE);
    try (var ends = open()) {
      ends.near().shutdownOutput();
      Throwable thrown = catchThrowable(() -> ends.near().writeByte(1));
      assertFailed(thrown, ends.near(), Failure.BROKEN_PIPE, 0);
      assertThat(ends.near().isOpen()).isTrue();
    }
  }

  @Test
  default void shutdownOfOutputTwiceDoesNothing() throws Exception {
    assumeHas(Feature.HALF_CLOSE);
    try (var ends = open()) {
      ends.near().shutdownOutput();
      ends.near().shutdownOutput();
      assertArrives(ends.far(), ends.near());
    }
  }

  @Test
  default void shutdownOfInputEndsReadsAndLeavesWrites() throws Exception {
    assumeHas(Feature.HALF_CLOSE);
    try (var ends = open()) {
      var reader = startBlockedRead(ends.near(), ByteBuffer.allocate(1));
      ends.near().shutdownInput();
      assertThat(reader.result()).isEqualTo(-1);
      assertThat(ends.near().read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertArrives(ends.near(), ends.far());
    }
  }

  @Test
  default void shutdownOfBothHalvesDoesNotClose() throws Exception {
    assumeHas(Feature.HALF_CLOSE);
    try (var ends = open()) {
      ends.near().shutdownOutput();
      ends.near().shutdownInput();
      assertThat(ends.near().isOpen()).isTrue();
      assertThat(ends.far().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  default void aResetFailsAWaitingRead() throws Exception {
    assumeHas(Feature.RESET);
    try (var ends = open()) {
      ByteBuffer buffer = ByteBuffer.allocate(10);
      var reader = startBlockedRead(ends.near(), buffer);
      ends.far().reset();
      assertFailed(reader.failure(), ends.near(), Failure.RESET, 0);
      assertThat(buffer.position()).isZero();
    }
  }

  @Test
  default void aResetFailsTheNextReadAndLaterOnesFailOrEnd() throws Exception {
    assumeHas(Feature.RESET);
    try (var ends = open()) {
      ends.far().reset();
      Throwable first = catchThrowable(() -> ends.near().read(ByteBuffer.allocate(1)));
      assertFailed(first, ends.near(), Failure.RESET, 0);
      Throwable second =
          catchThrowable(() -> assertThat(ends.near().read(ByteBuffer.allocate(1))).isEqualTo(-1));
      if (second != null) {
        assertFailed(second, ends.near(), Failure.RESET, 0);
      }
    }
  }

  @Test
  default void aResetFailsAWaitingWrite() throws Exception {
    assumeHas(Feature.RESET);
    try (var ends = open()) {
      ByteBuffer source = tooMuch();
      var writer = startBlockedWrite(ends.near(), source);
      ends.far().reset();
      assertFailed(writer.failure(), ends.near(), Failure.RESET, source.position());
    }
  }

  @Test
  default void addressesAreStillKnownAfterAReset() throws Exception {
    assumeHas(Feature.RESET);
    assumeHas(Feature.ADDRESSES);
    try (var ends = open()) {
      var local = ends.near().localAddress();
      var peer = ends.near().peerAddress();
      ends.far().reset();
      assertThatThrownBy(() -> ends.near().readByte())
          .isInstanceOf(ends.near().type(Failure.RESET));
      assertThat(ends.near().localAddress()).isEqualTo(local).isPresent();
      assertThat(ends.near().peerAddress()).isEqualTo(peer).isPresent();
    }
  }

  @Test
  default void writesAfterThePeerClosedFailSoonerOrLater() throws Exception {
    try (var ends = open()) {
      ends.far().close();
      Throwable thrown =
          start(
                  () -> {
                    while (true) {
                      ends.near().write(new byte[1000]);
                    }
                  })
              .failure();
      assertPeerGone(thrown, ends.near());
    }
  }

  @Test
  default void aWaitingWriteFailsWhenThePeerCloses() throws Exception {
    try (var ends = open()) {
      ByteBuffer source = tooMuch();
      var writer = startBlockedWrite(ends.near(), source);
      ends.far().close();
      Throwable thrown = writer.failure();
      assertPeerGone(thrown, ends.near());
      Failure failure =
          ends.near().type(Failure.RESET).isInstance(thrown) ? Failure.RESET : Failure.BROKEN_PIPE;
      assertFailed(thrown, ends.near(), failure, source.position());
      assertThat(source.position()).isPositive().isLessThan(MORE_THAN_BUFFERS);
    }
  }
}
