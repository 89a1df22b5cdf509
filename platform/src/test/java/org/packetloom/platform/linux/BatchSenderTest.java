// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.platform.Family;
import org.packetloom.platform.MessageBatch;
import org.packetloom.platform.Transfer;

/** Which entries of a batch go to the kernel as one message. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BatchSenderTest extends BatchSenderFixture {
  @Test
  void entriesOfOneSizeGoAsOneMessageInOneCall() {
    try (MessageBatch batch = outgoing(times(40, 100))) {
      assertThat(send(batch, 0, 40)).isEqualTo(40);
      assertThat(faults.count("sendmmsg")).isEqualTo(1);
      assertThat(messages()).containsExactly("4000x100");
    }
  }

  @Test
  void whereEachEntryBeginsIsKept() {
    for (int size : new int[] {63, 64, 65, 1_200}) { // 64 fill their storage: one vector serves all
      try (MessageBatch batch = outgoing(times(5, size))) {
        assertThat(send(batch, 1, 5)).isEqualTo(4);
        assertThat(far.messages().tryReceive(received)).isEqualTo(1);
        for (int i = 0; i < 4; i++) {
          assertThat(received.data(0).get(i * size)).isEqualTo((byte) (i + 1));
        }
        assertThat(received.size(0)).isEqualTo(4 * size);
      }
    }
  }

  @Test
  void aShorterEntryEndsAMessageAndALongerOneBeginsAnother() {
    try (MessageBatch batch = outgoing(9, 9, 9, 4, 4, 9, 9, 12, 12, 11, 3, 3, 2, 2)) {
      assertThat(send(batch, 0, 14)).isEqualTo(14);
      assertThat(faults.count("sendmmsg")).isEqualTo(1);
      assertThat(messages()).containsExactly("31x9", "4", "18x9", "35x12", "8x3", "2");
    }
  }

  @Test
  void emptyEntriesGoByThemselves() {
    try (MessageBatch batch = outgoing(0, 0, 9, 9, 0, 9, 9, 0)) {
      assertThat(send(batch, 0, 8)).isEqualTo(8);
      assertThat(messages()).containsExactly("0", "0", "18x9", "0", "18x9", "0");
    }
  }

  @Test
  void noMessageHasMoreThanTheKernelTakes() {
    try (MessageBatch batch = outgoing(times(150, 10))) {
      assertThat(send(batch, 0, 150)).isEqualTo(150);
      assertThat(messages()).containsExactly("640x10", "640x10", "220x10");
    }
    try (MessageBatch batch = outgoing(times(60, 1_200))) {
      assertThat(send(batch, 0, 60)).isEqualTo(60);
      assertThat(messages()).containsExactly("64800x1200", "7200x1200");
    }
    try (MessageBatch batch = outgoing(20_000, 20_000, 20_000, 20_000, 40_000, 40_000)) {
      assertThat(send(batch, 0, 6)).isEqualTo(6);
      assertThat(messages()).containsExactly("60000x20000", "20000", "40000", "40000");
    }
    try (MessageBatch batch = outgoing(32_753, 32_753, 32_753, 32_754, 32_754)) {
      assertThat(send(batch, 0, 5)).isEqualTo(5);
      assertThat(faults.count("sendmmsg")).as("none in vain").isEqualTo(4);
      assertThat(messages())
          .as("cut before the loopback interface, which takes a byte less")
          .containsExactly("32753", "32753", "32753", "32754", "32754");
    }
  }

  @Test
  void entriesForAnotherPeerGoByThemselves() {
    Transfer third = receiver();
    try (MessageBatch batch = outgoing(times(7, 8))) {
      assertThat(batch.peer(2, address(third))).isZero();
      assertThat(batch.peer(5, address(third))).isZero();
      assertThat(batch.peer(6, address(third))).isZero();
      assertThat(send(batch, 0, 7)).isEqualTo(7);
      assertThat(messages()).containsExactly("16x8", "16x8");
      assertThat(messages(third)).containsExactly("8", "16x8");
    }
  }

  @Test
  void entriesFromAnotherAddressGoByThemselves() {
    Transfer any = socket(Family.INET4, "0.0.0.0");
    try (MessageBatch batch = outgoing(times(6, 8))) {
      for (int i = 0; i < 6; i++) {
        batch.near(i, Optional.of(InetAddress.ofLiteral("127.0.0." + (5 + i / 2))), i == 5 ? 1 : 0);
      }
      assertThat(any.messages().trySend(batch, 0, 6)).isEqualTo(6);
      assertThat(messages()).containsExactly("16x8", "16x8", "8", "8");
    }
  }

  @Test
  void sizesOfSegmentsThatWereChosenAreLeftAlone() {
    try (MessageBatch batch = outgoing(times(6, 12))) {
      batch.segmentSize(2, 6);
      batch.segmentSize(3, 12);
      assertThat(send(batch, 0, 6)).isEqualTo(2);
      assertThat(send(batch, 2, 6)).isEqualTo(1);
      assertThat(send(batch, 3, 6)).isEqualTo(3);
      assertThat(messages()).containsExactly("24x12", "12x6", "12", "24x12");
    }
  }

  @Test
  void overVersion6AsOverVersion4() {
    near = socket(Family.INET6, "::1").messages();
    far = joining(socket(Family.INET6, "::1"));
    farAddress = address(far);
    try (MessageBatch batch = outgoing(times(60, 1_200))) {
      assertThat(send(batch, 0, 60)).isEqualTo(60);
      assertThat(messages()).containsExactly("64800x1200", "7200x1200");
    }
  }
}
