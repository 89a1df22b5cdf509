// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.packetloom.runtime.message.Conversation.MILLI;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.message.Delivery;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.RatePolicy;

/** A hundred thousand messages over links of many kinds; {@link MessageSoakRun} has longer ones. */
class SoakTest {
  private static final int COUNT = 100_000;

  static MessageConfig config(Delivery delivery) {
    return Soak.config(delivery).rate(RatePolicy.UNLIMITED).build();
  }

  /**
   * The seed's {@code soak_message_transmission}: all arrive in the tick in which they are sent.
   */
  @Test
  void soakMessageTransmission() throws Exception {
    var soak = new Soak(config(Delivery.UNRELIABLE), LinkConditions.PERFECT, COUNT, 300, 0, 1);
    soak.run();
    assertThat(soak.delivered()).isEqualTo(COUNT);
    assertThat(soak.acked()).isEqualTo(COUNT);
  }

  /** The seed's {@code soak_reliable_message_transmission_with_terrible_network}. */
  @Test
  void soakReliableMessageTransmissionWithTerribleNetwork() throws Exception {
    var config = config(Delivery.RELIABLE_UNORDERED);
    var soak = new Soak(config, LinkConditions.VERY_VERY_BAD, COUNT, 300, 0, 2);
    soak.perTick = 120;
    soak.tick = 51 * MILLI;
    soak.run();
    assertThat(soak.acked()).isEqualTo(COUNT);
    var link = soak.talk().toRight.statistics();
    assertThat((double) link.lost() / link.sent()).isBetween(0.28, 0.32);
    assertThat(soak.stats().loss()).isBetween(0.2, 0.4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          RELIABLE_ORDERED     | delay=50ms
          RELIABLE_ORDERED     | loss=20%,burst=3,delay=25ms,jitter=10ms
          RELIABLE_UNORDERED   | loss=5%,delay=40ms,rate=8mbit,queue=64kb
          RELIABLE_ORDERED     | loss=5%,delay=25ms,duplicate=10%,corrupt=5%,reorder=5%,reorder-delay=80ms
          UNRELIABLE           | loss=10%,burst=4,delay=30ms,jitter=30ms
          UNRELIABLE_SEQUENCED | loss=10%,delay=30ms,jitter=30ms
          RELIABLE_SEQUENCED   | loss=20%,delay=30ms,jitter=30ms
          """)
  void everyMessageIsAccountedFor(Delivery delivery, String link) throws Exception {
    new Soak(Soak.config(delivery).build(), LinkConditions.parse(link), COUNT, 200, 0, 3).run();
  }

  /** Packet and message numbers pass each place where one of their forms on the wire wraps. */
  @ParameterizedTest
  @ValueSource(longs = {1L << 13, 1L << 14, 1L << 15, 1L << 16, 1L << 31, 1L << 32, 1L << 40})
  void countersNearAWrap(long wrap) throws Exception {
    var link = LinkConditions.parse("loss=10%,delay=20ms,jitter=20ms,duplicate=5%,corrupt=1%");
    for (Delivery delivery : Delivery.values()) {
      for (int before : new int[] {1, 700}) {
        var soak = new Soak(config(delivery), link, 2_000, 1_500, wrap - before, before);
        soak.perTick = 8;
        soak.run();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void largeMessagesAmongSmallOnes(Delivery delivery) throws Exception {
    var link = LinkConditions.builder().loss(0.1).delay(Duration.ofMillis(20)).build();
    var soak = new Soak(config(delivery), link, 200, 200_000, 0, 5);
    soak.perTick = 1;
    soak.run();
  }
}
