// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.packetloom.MessageTooLargeException;
import org.packetloom.message.ChannelConfig;
import org.packetloom.message.Delivery;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.MessageConfig;

/**
 * What part of a link reliable messages of 1000 bytes get: goodput over what the link could carry
 * of them, if each had but 28 bytes more and none was lost. With the adaptive rate, in virtual
 * time.
 */
class BulkTest {
  private static final int SIZE = 1000;
  private static final int BULK = 1;
  private static final int SMALL = 2;
  private static final long LONGEST = 200 * Conversation.SECOND;

  private static final MessageConfig CONFIG =
      MessageConfig.builder()
          .channel(
              ChannelConfig.of(BULK, Delivery.RELIABLE_UNORDERED)
                  .maxQueuedBytes(1 << 24)
                  .receiveBytes(1 << 24))
          .channel(ChannelConfig.of(SMALL, Delivery.RELIABLE_ORDERED).priority(1))
          .build();

  private static LinkConditions.Builder slow(double loss) {
    return LinkConditions.builder()
        .rate(1_250_000)
        .delay(Duration.ofMillis(25))
        .queue(64_000)
        .loss(loss);
  }

  private static LinkConditions.Builder fast(double loss) {
    return LinkConditions.builder()
        .rate(12_500_000)
        .delay(Duration.ofMillis(50))
        .queue(1_000_000)
        .loss(loss);
  }

  @ParameterizedTest
  @CsvSource({"0, 0.97", "0.01, 0.96", "0.05, 0.95", "0.2, 0.90"})
  void bulkFillsALinkWhateverIsLost(double loss, double goal) throws Exception {
    var transfer = new Transfer(slow(loss).build(), 8_000);

    assertThat(transfer.share()).isGreaterThan(goal);
    assertThat(transfer.dropped()).isLessThan(0.01);
  }

  @Tag("matrix")
  @ParameterizedTest
  @CsvSource({"0, 0.92", "0.01, 0.90", "0.05, 0.85"})
  void bulkFillsALongFatLinkWhateverIsLost(double loss, double goal) throws Exception {
    var transfer = new Transfer(fast(loss).build(), 40_000);

    assertThat(transfer.share()).isGreaterThan(goal);
    assertThat(transfer.dropped()).isLessThan(0.01);
  }

  @Test
  void aLongFatLinkIsFilledInTheSecondRoundTrip() throws Exception {
    var transfer = new Transfer(fast(0).build(), 10_000);

    assertThat(transfer.share()).isGreaterThan(0.82);
    assertThat(transfer.dropped()).isZero();
  }

  @Tag("matrix")
  @ParameterizedTest
  @CsvSource({"16000, 0.05", "1000000, 0.05"})
  void queuesMayBeShortOrLong(long queueBytes, double loss) throws Exception {
    var transfer = new Transfer(slow(loss).queue(queueBytes).build(), 4_000);

    assertThat(transfer.share()).isGreaterThan(0.88);
    assertThat(transfer.dropped()).isLessThan(0.01);
  }

  @Tag("matrix")
  @Test
  void jitterThatReordersDoesNotLowerTheRate() throws Exception {
    var link = slow(0.05).jitter(Duration.ofMillis(5));
    var transfer = new Transfer(link.build(), 4_000);

    assertThat(transfer.share()).isGreaterThan(0.88);
  }

  @Test
  void smallMessagesBesideBulkWaitForLittle() throws Exception {
    var alone = new Transfer(slow(0).build(), 0);
    var beside = new Transfer(slow(0).build(), 8_000);

    assertThat(beside.smallPercentile(0.99))
        .isLessThan(alone.smallPercentile(0.99) + 11 * Conversation.MILLI);
  }

  /** So many messages of bulk, and 60 small ones each second for as long, at least ten seconds. */
  private static final class Transfer {
    private final LinkConditions link;
    private final int messages;
    private final Conversation both;
    private final long[] delays = new long[100_000];
    private int smallTaken;
    private int given;
    private int taken;
    private long finishedAt;
    private long nextSmall;

    Transfer(LinkConditions link, int messages) throws MessageTooLargeException {
      this.link = link;
      this.messages = messages;
      both = new Conversation(CONFIG, link, 1);
      long least = messages == 0 ? 10 * Conversation.SECOND : 0;
      while (taken < messages && both.now < LONGEST || both.now < least) {
        give();
        both.runUntil(Math.max(both.now, nextSmall), this::take);
      }
    }

    private void give() throws MessageTooLargeException {
      while (given < messages && both.left.canSend(BULK, SIZE)) {
        both.left.trySend(BULK, ByteBuffer.allocate(SIZE));
        given++;
      }
      if (nextSmall <= both.now) {
        both.left.trySend(SMALL, ByteBuffer.allocate(100).putLong(0, both.now));
        nextSmall = both.now + Conversation.SECOND / 60;
      }
    }

    /** Takes what has arrived; whether bulk is over, or there is room for more. */
    private boolean take() {
      int before = taken;
      both.right.drain(
          BULK,
          message -> {
            taken++;
            finishedAt = both.now;
          });
      both.right.drain(
          SMALL,
          message -> {
            var payload = message.payload();
            delays[smallTaken++] = both.now - payload.getLong(payload.position());
          });
      return before < messages && taken == messages;
    }

    double share() {
      double goodput = taken * (double) SIZE * Conversation.SECOND / finishedAt;
      return goodput / (link.bytesPerSecond() * (1 - link.loss()) * 1000 / 1028);
    }

    double dropped() {
      var statistics = both.toRight.statistics();
      return statistics.droppedByQueue() / (double) statistics.sent();
    }

    long smallPercentile(double part) {
      var sorted = Arrays.copyOf(delays, smallTaken);
      Arrays.sort(sorted);
      return sorted[(int) (part * smallTaken)];
    }
  }
}
