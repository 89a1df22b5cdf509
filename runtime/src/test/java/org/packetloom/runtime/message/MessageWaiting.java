// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.packetloom.runtime.message.MessageRow.bytes;
import static org.packetloom.runtime.message.MessageRow.fill;
import static org.packetloom.runtime.message.MessageRow.narrow;
import static org.packetloom.runtime.message.MessageRow.text;
import static org.packetloom.runtime.message.MessageRow.watchdog;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.Cancellation;
import org.packetloom.ConnectorClosedByInterruptException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.message.ConnectionEndedException;
import org.packetloom.message.MessageChannel;
import org.packetloom.message.MessageReceipt;
import org.packetloom.message.ReceivedMessage;
import org.packetloom.suite.Task;

/** The waiting contract: deadlines, timeouts, interrupts, queues, backpressure. */
interface MessageWaiting extends MessageRow {
  Duration SHORT = Duration.ofMillis(20);

  // ---- deadlines

  @Test
  default void aReceiveEndsAtItsDeadlineAndTheConnectionGoesOn() throws Exception {
    try (var ends = open()) {
      Deadline deadline = Deadline.after(SHORT);
      assertThatThrownBy(() -> ends.near().channel(ORDERED).receive(deadline))
          .isInstanceOf(ConnectorTimeoutException.class)
          .hasMessageStartingWith("receive ");
      assertThat(deadline.hasPassed()).isTrue();
      MessageRow.assertTalk(ends);
    }
  }

  @Test
  default void aDeadlineThatHasPassedFailsAtOnceEvenIfAMessageIsThere() throws Exception {
    try (var ends = open()) {
      var receipt = ends.far().channel(ORDERED).send(bytes("here"));
      receipt.await(watchdog());
      Deadline passed = Deadline.after(Duration.ZERO);
      MessageChannel channel = ends.near().channel(ORDERED);
      assertThatThrownBy(() -> channel.receive(passed))
          .isInstanceOf(ConnectorTimeoutException.class);
      assertThat(MessageRow.receive(channel)).isEqualTo("here");
    }
  }

  @Test
  default void theDeadlineOfReadingCanBeSetWhileAThreadWaits() throws Exception {
    try (var ends = open()) {
      var one = startBlockedReceive(ends.near().channel(ORDERED));
      var any = start(() -> text(ends.near().receive())).awaitParked();
      ends.near().readDeadline(Deadline.after(Duration.ZERO));
      one.assertFailure().isInstanceOf(ConnectorTimeoutException.class);
      any.assertFailure().isInstanceOf(ConnectorTimeoutException.class);
      ends.near().readDeadline(Deadline.NONE);
      MessageRow.assertTalk(ends);
    }
  }

  @Test
  default void aReadTimeoutEndsEachReceive() throws Exception {
    try (var ends = open()) {
      ends.near().readTimeout(SHORT);
      for (int i = 0; i < 2; i++) {
        Deadline earliest = Deadline.after(SHORT);
        assertThatThrownBy(() -> ends.near().channel(ORDERED).receive())
            .isInstanceOf(ConnectorTimeoutException.class);
        assertThat(earliest.hasPassed()).isTrue();
      }
      ends.near().readTimeout(Duration.ZERO);
      MessageRow.assertTalk(ends);
      assertThatThrownBy(() -> ends.near().readTimeout(Duration.ofNanos(-1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void anAmbientDeadlineEndsAReceiveAndAnAcknowledgement() throws Exception {
    try (var ends = open()) {
      Deadline soon = Deadline.after(SHORT);
      assertThatThrownBy(() -> soon.call(() -> ends.near().channel(ORDERED).receive()))
          .isInstanceOf(ConnectorTimeoutException.class);
      assertThat(soon.hasPassed()).isTrue();
    }
  }

  // ---- backpressure

  @Test
  default void aSenderWaitsForRoomAndGoesOn() throws Exception {
    try (var ends = open()) {
      MessageChannel from = ends.near().channel(NARROW);
      MessageChannel to = ends.far().channel(NARROW);
      int count = fill(from);
      assertThat(from.trySend(narrow(9))).isEmpty();
      var last = narrow(count);
      Task<MessageReceipt> sender = start(() -> from.send(last)).awaitParked();
      for (int i = 0; i <= count; i++) {
        try (ReceivedMessage message = to.receive(watchdog())) {
          assertThat(message.payload().getInt(0)).isEqualTo(i);
        }
      }
      sender.result().await(watchdog());
      assertThat(last.hasRemaining()).isFalse();
    }
  }

  @Test
  default void aSenderEndsAtItsDeadlineAndTakesNothing() throws Exception {
    try (var ends = open()) {
      MessageChannel from = ends.near().channel(NARROW);
      int count = fill(from);
      ByteBuffer message = narrow(9);
      assertThatThrownBy(() -> from.send(message, Deadline.after(SHORT)))
          .isInstanceOf(ConnectorTimeoutException.class);
      assertThat(message.position()).isZero();
      ends.near().writeTimeout(SHORT);
      assertThatThrownBy(() -> from.send(message)).isInstanceOf(ConnectorTimeoutException.class);
      ends.near().writeTimeout(Duration.ZERO);
      var waiting = start(() -> from.send(message)).awaitParked();
      ends.near().writeDeadline(Deadline.after(Duration.ZERO));
      waiting.assertFailure().isInstanceOf(ConnectorTimeoutException.class);
      ends.near().writeDeadline(Deadline.NONE);
      MessageRow.assertTalk(ends);
      for (int i = 0; i < count; i++) {
        ends.far().channel(NARROW).receive(watchdog()).close();
      }
      assertThat(ends.far().channel(NARROW).tryReceive()).isEmpty();
    }
  }

  @Test
  default void anAcknowledgementObeysTheDeadlineOfWriting() throws Exception {
    try (var ends = open()) {
      fill(ends.near().channel(NARROW));
      ends.near().flushPolicy(org.packetloom.message.FlushPolicy.EXPLICIT);
      MessageReceipt receipt = ends.near().channel(ORDERED).send(bytes("waits"));
      var waiting = startAction(receipt::await);
      ends.near().writeDeadline(Deadline.after(Duration.ZERO));
      if (waiting.hasFailed()) { // else it was acknowledged in time
        waiting.assertFailure().isInstanceOf(ConnectorTimeoutException.class);
      }
      ends.near().writeDeadline(Deadline.NONE);
      ends.near().flush();
      receipt.await(watchdog());
    }
  }

  // ---- queues

  @Test
  default void threadsThatReceiveAreServedInTheirOrder() throws Exception {
    try (var ends = open()) {
      List<Task<String>> receivers = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        receivers.add(startBlockedReceive(ends.far().channel(ORDERED)));
      }
      assertThat(ends.far().channel(ORDERED).tryReceive()).isEmpty();
      for (int i = 0; i < 5; i++) {
        ends.near().channel(ORDERED).post(bytes("n" + i));
      }
      for (int i = 0; i < 5; i++) {
        assertThat(receivers.get(i).result()).isEqualTo("n" + i);
      }
    }
  }

  @Test
  default void whoLeavesTheQueueLetsOthersOn() throws Exception {
    try (var ends = open()) {
      var first = startBlockedReceive(ends.far().channel(ORDERED));
      var second = startBlockedReceive(ends.far().channel(ORDERED));
      var third = startBlockedReceive(ends.far().channel(ORDERED));
      second.interrupt();
      second.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
      first.interrupt();
      first.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
      ends.near().channel(ORDERED).post(bytes("for the third"));
      assertThat(third.result()).isEqualTo("for the third");
    }
  }

  // ---- interrupts

  @Test
  default void anInterruptEndsAReceiveAndLeavesTheConnectionOpen() throws Exception {
    try (var ends = open()) {
      var receiver = startBlockedReceive(ends.near().channel(ORDERED));
      receiver.interrupt();
      receiver.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
      assertThat(receiver.endedInterrupted()).isTrue();
      MessageRow.assertTalk(ends);
    }
  }

  @Test
  default void anInterruptClosesIfItIsToldTo() throws Exception {
    try (var ends = open()) {
      ends.far().interruptPolicy(InterruptPolicy.CLOSE);
      assertThat(ends.far().interruptPolicy()).isEqualTo(InterruptPolicy.CLOSE);
      var other = startBlockedReceive(ends.far().channel(UNORDERED));
      var receiver = startBlockedReceive(ends.far().channel(ORDERED));
      receiver.interrupt();
      receiver.assertFailure().isInstanceOf(ConnectorClosedByInterruptException.class);
      assertThat(receiver.endedInterrupted()).isTrue();
      other.assertFailure().isInstanceOf(ConnectionEndedException.class);
      assertThat(ends.far().isOpen()).isFalse();
      assertThatThrownBy(() -> ends.near().channel(ORDERED).receive(watchdog()))
          .isInstanceOf(ConnectionEndedException.class);
    }
  }

  @Test
  default void aDeferredInterruptLetsAReceiveGoOn() throws Exception {
    try (var ends = open()) {
      ends.near().interruptPolicy(InterruptPolicy.DEFER);
      var receiver = startBlockedReceive(ends.near().channel(ORDERED));
      receiver.interrupt();
      ends.far().channel(ORDERED).post(bytes("on"));
      assertThat(receiver.result()).isEqualTo("on");
      assertThat(receiver.endedInterrupted()).isTrue();
    }
  }

  @Test
  default void anInterruptDoesNotMatterToCallsThatNeedNotWait() throws Exception {
    try (var ends = open()) {
      var receipt = ends.far().channel(ORDERED).send(bytes("here"));
      receipt.await(watchdog());
      var task =
          start(
              () -> {
                Thread.currentThread().interrupt();
                ends.near().channel(ORDERED).post(bytes("there"));
                return text(ends.near().channel(ORDERED).receive());
              });
      assertThat(task.result()).isEqualTo("here");
      assertThat(task.endedInterrupted()).isTrue();
      assertThat(MessageRow.receive(ends.far().channel(ORDERED))).isEqualTo("there");
    }
  }

  @Test
  default void anInterruptEndsASenderThatWaits() throws Exception {
    try (var ends = open()) {
      fill(ends.near().channel(NARROW));
      ByteBuffer message = narrow(9);
      var sender = start(() -> ends.near().channel(NARROW).send(message)).awaitParked();
      sender.interrupt();
      sender.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
      assertThat(message.position()).isZero();
    }
  }

  @Test
  default void anInterruptCanRunACancellationInstead() throws Exception {
    try (var ends = open()) {
      var receiver =
          start(
                  () ->
                      Cancellation.onInterrupt(
                          () -> ends.far().channel(ORDERED).post(bytes("cancelled")),
                          () -> text(ends.near().channel(ORDERED).receive())))
              .awaitParked();
      receiver.interrupt();
      assertThat(receiver.result()).isEqualTo("cancelled");
      assertThat(receiver.endedInterrupted()).isTrue();
    }
  }
}
