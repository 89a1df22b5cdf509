// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.packetloom.runtime.message.MessageRow.bytes;
import static org.packetloom.runtime.message.MessageRow.receive;
import static org.packetloom.runtime.message.MessageRow.text;
import static org.packetloom.runtime.message.MessageRow.watchdog;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;
import org.packetloom.MessageTooLargeException;
import org.packetloom.message.FlushPolicy;
import org.packetloom.message.MessageChannel;
import org.packetloom.message.ReceivedMessage;
import org.packetloom.message.SharedPayload;
import org.packetloom.suite.Await;

/** Messages of all kinds go both ways, and receipts tell of them. */
interface MessageTalking extends MessageRow {
  @Test
  default void messagesGoBothWays() throws Exception {
    try (var ends = open()) {
      MessageRow.assertTalk(ends);
      assertThat(ends.near().id()).isEqualTo(ends.far().id()).isNotZero();
      assertThat(ends.near().isOpen()).isTrue();
      assertThat(ends.far().ended()).isEmpty();
      assertThat(ends.server().connections()).containsExactly(ends.far());
      assertThat(ends.near().config()).isEqualTo(CONFIG);
    }
  }

  @Test
  default void orderedMessagesComeInOrderAndAllOfThem() throws Exception {
    int count = 2000;
    try (var ends = open()) {
      var sender =
          startAction(
              () -> {
                for (int i = 0; i < count; i++) {
                  ends.near().channel(ORDERED).post(bytes("number " + i));
                }
              });
      for (int i = 0; i < count; i++) {
        assertThat(receive(ends.far().channel(ORDERED))).isEqualTo("number " + i);
      }
      sender.result();
    }
  }

  @Test
  default void unorderedMessagesComeOnceEach() throws Exception {
    int count = 500;
    try (var ends = open()) {
      MessageChannel from = ends.far().channel(UNORDERED);
      for (int i = 0; i < count; i++) {
        from.post(bytes("number " + i));
      }
      Set<String> came = new HashSet<>();
      for (int i = 0; i < count; i++) {
        assertThat(came.add(receive(ends.near().channel(UNORDERED)))).isTrue();
      }
      assertThat(ends.near().channel(UNORDERED).tryReceive()).isEmpty();
    }
  }

  @Test
  default void unreliableMessagesCome() throws Exception {
    try (var ends = open()) {
      var receiver = start(() -> text(ends.far().channel(LOSSY).receive(watchdog())));
      Await.until(
          "one comes",
          () -> {
            try {
              ends.near().channel(LOSSY).post(bytes("maybe"));
            } catch (java.io.IOException e) {
              throw new AssertionError(e);
            }
            return receiver.hasEnded();
          });
      assertThat(receiver.result()).isEqualTo("maybe");
    }
  }

  @Test
  default void theLastOfASequenceComes() throws Exception {
    try (var ends = open()) {
      for (int i = 1; i <= 300; i++) {
        ends.near().channel(SEQUENCED).post(bytes("state " + i));
        ends.near().channel(LOSSY_SEQUENCED).post(bytes("state " + i));
      }
      String last = "";
      int before = 0;
      while (!last.equals("state 300")) {
        last = receive(ends.far().channel(SEQUENCED));
        int number = Integer.parseInt(last.substring(6));
        assertThat(number).isGreaterThan(before);
        before = number;
      }
    }
  }

  @Test
  default void largeMessagesComeWhole() throws Exception {
    var payload = new byte[300_000];
    new Random(7).nextBytes(payload);
    try (var ends = open()) {
      var receipt = ends.near().channel(ORDERED).send(ByteBuffer.wrap(payload));
      try (ReceivedMessage message = ends.far().channel(ORDERED).receive(watchdog())) {
        assertThat(message.toBytes()).isEqualTo(payload);
        assertThat(message.id()).isEqualTo(receipt.id());
        assertThat(message.channel()).isEqualTo(ORDERED);
      }
      receipt.await(watchdog());
    }
  }

  @Test
  default void emptyMessagesCome() throws Exception {
    try (var ends = open()) {
      ends.near().channel(ORDERED).post(ByteBuffer.allocate(0));
      assertThat(receive(ends.far().channel(ORDERED))).isEmpty();
    }
  }

  @Test
  default void aMessageThatIsTooLargeIsRefusedAndLeftAlone() throws Exception {
    try (var ends = open()) {
      var large = ByteBuffer.allocate(NARROW_BYTES + 1);
      MessageChannel channel = ends.near().channel(NARROW);
      assertThatThrownBy(() -> channel.send(large)).isInstanceOf(MessageTooLargeException.class);
      assertThatThrownBy(() -> channel.trySend(large)).isInstanceOf(MessageTooLargeException.class);
      assertThatThrownBy(() -> channel.post(SharedPayload.of(large.duplicate())))
          .isInstanceOf(MessageTooLargeException.class);
      assertThat(large.position()).isZero();
      MessageRow.assertTalk(ends);
    }
  }

  @Test
  default void aClosedMessageHasNoPayload() throws Exception {
    try (var ends = open()) {
      ends.near().channel(ORDERED).post(bytes("a"));
      ends.near().channel(ORDERED).post(bytes("b"));
      ReceivedMessage first = ends.far().channel(ORDERED).receive(watchdog());
      first.close();
      first.close();
      assertThatThrownBy(first::payload).isInstanceOf(IllegalStateException.class);
      assertThat(receive(ends.far().channel(ORDERED))).isEqualTo("b");
    }
  }

  @Test
  default void aConnectionReceivesFromAnyChannel() throws Exception {
    try (var ends = open()) {
      var receiver = start(() -> text(ends.far().receive())).awaitParked();
      ends.near().channel(UNORDERED).post(bytes("first"));
      assertThat(receiver.result()).isEqualTo("first");
      ends.near().channel(ORDERED).post(bytes("one"));
      ends.near().channel(UNORDERED).post(bytes("two"));
      Set<String> both = new HashSet<>();
      both.add(text(ends.far().receive(watchdog())));
      both.add(text(ends.far().receive(watchdog())));
      assertThat(both).containsExactlyInAnyOrder("one", "two");
      assertThat(ends.far().tryReceive()).isEmpty();
    }
  }

  @Test
  default void aReceiptTellsOfTheAcknowledgement() throws Exception {
    try (var ends = open()) {
      var receipt = ends.near().channel(ORDERED).send(bytes("sure"));
      receipt.await(watchdog());
      assertThat(receipt.state()).isEqualTo(org.packetloom.message.MessageReceipt.State.ACKED);
      receipt.await(Deadline.after(Duration.ZERO)); // what is known needs no time
      assertThat(receive(ends.far().channel(ORDERED))).isEqualTo("sure");
    }
  }

  @Test
  default void severalThreadsAwaitOneReceipt() throws Exception {
    try (var ends = open()) {
      ends.near().flushPolicy(FlushPolicy.EXPLICIT);
      var receipt = ends.near().channel(ORDERED).send(bytes("sure"));
      var one = startAction(receipt::await);
      var two = startAction(receipt::await);
      ends.near().flush();
      one.result();
      two.result();
    }
  }

  @Test
  default void messagesWaitForFlushIfTheyAreToldTo() throws Exception {
    try (var ends = open()) {
      ends.near().flushPolicy(FlushPolicy.EXPLICIT);
      var receiver = startBlockedReceive(ends.far().channel(ORDERED));
      ends.near().channel(ORDERED).post(bytes("late"));
      ends.near().flush();
      assertThat(receiver.result()).isEqualTo("late");
    }
  }

  @Test
  default void messagesThatShareADatagramLeaveByThemselves() throws Exception {
    try (var ends = open()) {
      ends.near().flushPolicy(FlushPolicy.within(Duration.ofMillis(3)));
      for (int i = 0; i < 20; i++) {
        ends.near().channel(ORDERED).post(bytes("n" + i));
      }
      for (int i = 0; i < 20; i++) {
        assertThat(receive(ends.far().channel(ORDERED))).isEqualTo("n" + i);
      }
    }
  }

  @Test
  default void drainWaitsUntilAllIsAcknowledged() throws Exception {
    try (var ends = open()) {
      for (int i = 0; i < 200; i++) {
        ends.near().channel(ORDERED).post(bytes("n" + i));
      }
      assertThat(ends.near().drain(watchdog())).isTrue();
      assertThat(ends.near().channel(ORDERED).queuedBytes()).isZero();
    }
  }
}
