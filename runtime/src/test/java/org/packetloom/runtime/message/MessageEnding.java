// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.packetloom.runtime.message.MessageRow.bytes;
import static org.packetloom.runtime.message.MessageRow.closeNow;
import static org.packetloom.runtime.message.MessageRow.fill;
import static org.packetloom.runtime.message.MessageRow.narrow;
import static org.packetloom.runtime.message.MessageRow.receive;
import static org.packetloom.runtime.message.MessageRow.watchdog;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.packetloom.message.ConnectionEndedException;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.FlushPolicy;
import org.packetloom.message.MessageReceipt;
import org.packetloom.suite.Await;

/** How connections end, and what is left of them. */
interface MessageEnding extends MessageRow {
  private static void assertEnded(ThrowingCallable call, DisconnectReason reason) {
    assertEnded(catchThrowable(call), reason);
  }

  private static void assertEnded(Throwable thrown, DisconnectReason reason) {
    assertThat(thrown)
        .isInstanceOf(ClosedChannelException.class)
        .isInstanceOfSatisfying(
            ConnectionEndedException.class, ended -> assertThat(ended.reason()).isEqualTo(reason))
        .hasMessageContaining(reason.toString());
  }

  @Test
  default void closeWakesEveryoneWithTheReason() throws Exception {
    try (var ends = open()) {
      fill(ends.near().channel(NARROW));
      ends.near().flushPolicy(FlushPolicy.EXPLICIT);
      var receiver = startBlockedReceive(ends.near().channel(ORDERED));
      var any = start(() -> ends.near().receive()).awaitParked();
      var sender = start(() -> ends.near().channel(NARROW).send(narrow(9))).awaitParked();
      var drainer = start(() -> ends.near().drain(watchdog())).awaitParked();
      closeNow(ends.near());
      assertEnded(receiver.failure(), DisconnectReason.NORMAL);
      assertEnded(any.failure(), DisconnectReason.NORMAL);
      assertEnded(sender.failure(), DisconnectReason.NORMAL);
      assertEnded(drainer.failure(), DisconnectReason.NORMAL);
      assertThat(ends.near().isOpen()).isFalse();
      assertThat(ends.near().ended()).contains(DisconnectReason.NORMAL);
      assertEnded(() -> ends.near().channel(ORDERED).post(bytes("x")), DisconnectReason.NORMAL);
      assertEnded(() -> ends.near().channel(ORDERED).trySend(bytes("x")), DisconnectReason.NORMAL);
      assertEnded(() -> ends.near().channel(ORDERED).receive(), DisconnectReason.NORMAL);
      assertEnded(() -> ends.near().tryReceive(), DisconnectReason.NORMAL);
      ends.near().stats();
      ends.near().flush();
    }
  }

  @Test
  default void theOtherSideGetsToKnowAndMayTakeWhatHasCome() throws Exception {
    try (var ends = open()) {
      ends.near().channel(ORDERED).send(bytes("last words")).await(watchdog());
      var waiting = startBlockedReceive(ends.far().channel(UNORDERED));
      ends.near().close();
      assertEnded(waiting.failure(), DisconnectReason.NORMAL);
      assertThat(receive(ends.far().channel(ORDERED))).isEqualTo("last words");
      assertEnded(() -> ends.far().channel(ORDERED).receive(), DisconnectReason.NORMAL);
      assertEnded(() -> ends.far().channel(ORDERED).post(bytes("x")), DisconnectReason.NORMAL);
      assertThat(ends.server().connections()).isEmpty();
    }
  }

  @Test
  default void aServersCloseOfAConnectionReachesTheClient() throws Exception {
    try (var ends = open()) {
      var waiting = startBlockedReceive(ends.near().channel(ORDERED));
      ends.far().close();
      assertEnded(waiting.failure(), DisconnectReason.NORMAL);
      assertEnded(() -> ends.far().channel(ORDERED).receive(), DisconnectReason.NORMAL);
    }
  }

  @Test
  default void aKickedClientLearnsTheCode() throws Exception {
    try (var ends = open()) {
      var waiting = startBlockedReceive(ends.near().channel(ORDERED));
      assertThat(ends.server().disconnect(ends.far().id(), 4711)).isTrue();
      assertEnded(waiting.failure(), DisconnectReason.kicked(4711));
      assertThat(ends.far().ended()).contains(DisconnectReason.kicked(4711));
      assertThat(ends.server().disconnect(ends.far().id(), 4711)).isFalse();
    }
    try (var ends = open()) {
      ends.far().disconnect(5);
      assertEnded(
          () -> ends.near().channel(ORDERED).receive(watchdog()), DisconnectReason.kicked(5));
    }
  }

  @Test
  default void closeCanFlushWhatWasPromised() throws Exception {
    int count = 300;
    try (var ends = open()) {
      ends.near().flushPolicy(FlushPolicy.EXPLICIT);
      for (int i = 0; i < count; i++) {
        ends.near().channel(ORDERED).post(ByteBuffer.allocate(500).putInt(0, i));
      }
      ends.near().close(Await.LIMIT);
      for (int i = 0; i < count; i++) {
        try (var message = ends.far().channel(ORDERED).receive(watchdog())) {
          assertThat(message.payload().getInt(0)).isEqualTo(i);
        }
      }
    }
  }

  @Test
  default void closeDoesNotLingerLongerThanItIsToldTo() throws Exception {
    try (var ends = open()) {
      fill(ends.near().channel(NARROW));
      ends.near().close(Duration.ofMillis(5));
      assertThat(ends.near().isOpen()).isFalse();
    }
  }

  @Test
  default void receiptsOfAnEndedConnectionSaySo() throws Exception {
    try (var ends = open()) {
      fill(ends.near().channel(NARROW));
      ends.near().flushPolicy(FlushPolicy.EXPLICIT);
      MessageReceipt receipt = ends.near().channel(ORDERED).send(bytes("never"));
      var waiting = startAction(receipt::await);
      closeNow(ends.near());
      waiting.awaitEnd();
      if (receipt.state() != MessageReceipt.State.ACKED) { // it may have gone with another
        assertThat(receipt.state()).isEqualTo(MessageReceipt.State.UNKNOWN);
        assertEnded(waiting.failure(), DisconnectReason.NORMAL);
        assertEnded(receipt::await, DisconnectReason.NORMAL);
      }
    }
  }

  @Test
  default void aVanishedClientTimesOut() throws Exception {
    var config = CONFIG.toBuilder().idleTimeout(Duration.ofMillis(600)).build();
    try (var ends = open(config)) {
      var waiting = startBlockedReceive(ends.far().channel(ORDERED));
      vanish(ends.near());
      assertEnded(waiting.failure(), DisconnectReason.of(DisconnectReason.Kind.TIMED_OUT));
      Await.until("it is gone", () -> ends.server().connections().isEmpty());
    }
  }

  /** Takes the socket away from a client. */
  void vanish(org.packetloom.message.MessageConnection client);

  @Test
  default void aSocketThatDiesFailsEveryoneByName() throws Exception {
    try (var ends = open()) {
      var waiting = startBlockedReceive(ends.near().channel(ORDERED));
      vanish(ends.near());
      DisconnectReason failed = DisconnectReason.of(DisconnectReason.Kind.SOCKET_FAILED);
      assertEnded(waiting.failure(), failed);
      assertThat(waiting.failure()).hasCauseInstanceOf(java.io.IOException.class);
      assertEnded(() -> ends.near().channel(ORDERED).post(bytes("x")), failed);
      assertThatThrownBy(() -> ends.near().drain(watchdog()))
          .isInstanceOf(ConnectionEndedException.class);
      ends.near().close();
    }
  }
}
