// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Whether the other end is there. */
public interface StreamLife extends StreamRow {
  @Test
  default void lookingForLifeTakesNothing() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      assertThat(ends.near().connector().isAlive()).isTrue();
      ends.far().writeByte(3);
      for (int i = 0; i < 10; i++) {
        assertThat(ends.near().connector().isAlive()).isTrue();
      }
      assertThat(ends.near().readByte()).isEqualTo((byte) 3);
      assertThat(ends.near().connector().isAlive()).isTrue();
    }
  }

  @Test
  default void endOfThePeerIsSeenOnceWhatItSentIsRead() throws Exception {
    assumeHas(Feature.SYSTEM_PEEKS);
    try (var ends = open()) {
      ends.far().writeByte(3);
      ends.far().close();
      assertThat(ends.near().readByte()).isEqualTo((byte) 3);
      Await.until("the end is seen", () -> !ends.near().connector().isAlive());
      assertThat(ends.near().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  default void resetIsSeenAndStillToBeRead() throws Exception {
    assumeHas(Feature.SYSTEM_PEEKS);
    assumeHas(Feature.RESET);
    try (var ends = open()) {
      ends.far().reset();
      Await.until("the reset is seen", () -> !ends.near().connector().isAlive());
      assertThat(ends.near().connector().isAlive()).isFalse();
      var reading = start(() -> ends.near().read(ByteBuffer.allocate(1)));
      assertThat(reading.failure()).isInstanceOf(ends.near().type(Failure.RESET));
    }
  }

  @Test
  default void closedConnectorIsDeadAndDoesNotThrow() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      ends.near().close();
      assertThat(ends.near().connector().isAlive()).isFalse();
    }
  }

  @Test
  default void connectorWithAWaitingReaderIsAlive() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      var reading = startBlockedRead(ends.near(), ByteBuffer.allocate(1));
      assertThat(ends.near().connector().isAlive()).isTrue();
      ends.far().writeByte(1);
      assertThat(reading.result()).isEqualTo(1);
    }
  }

  @Test
  default void lookingForLifeMeanwhileDisturbsNoReader() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    byte[] sent = Seed.bytes(50_000);
    try (var ends = open()) {
      ByteBuffer received = ByteBuffer.allocate(sent.length);
      var reader = startAction(() -> ends.near().readFully(received));
      var looker =
          startAction(
              () -> {
                while (!reader.hasEnded()) {
                  assertThat(ends.near().connector().isAlive()).isTrue();
                  Thread.yield();
                }
              });
      for (int at = 0; at < sent.length; at += 50) {
        ends.far().write(sent, at, 50);
        Thread.yield();
      }
      reader.result();
      looker.result();
      assertThat(received.flip()).isEqualTo(ByteBuffer.wrap(sent));
    }
  }

  @Test
  default void shutDownInputIsNoLife() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      ends.near().shutdownInput();
      assertThat(ends.near().connector().isAlive()).isFalse();
    }
  }
}
