// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.message.Delivery;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.RatePolicy;

/** The soaks with messages up to 10 KB, and ten million small ones; only with {@code -Plong}. */
class MessageSoakRun {
  @ParameterizedTest
  @EnumSource
  void messagesOfTenKilobytes(Delivery delivery) throws Exception {
    var config = Soak.config(delivery).rate(RatePolicy.UNLIMITED).build();
    var soak = new Soak(config, LinkConditions.VERY_VERY_BAD, 100_000, 10_000, 0, 1);
    soak.perTick = 6;
    soak.tick = 51 * Conversation.MILLI;
    soak.run();
  }

  @Test
  void messagesOfTenKilobytesOverAPerfectLink() throws Exception {
    var config = SoakTest.config(Delivery.RELIABLE_ORDERED);
    new Soak(config, LinkConditions.PERFECT, 100_000, 10_000, 0, 1).run();
  }

  @Test
  void tenMillionMessages() throws Exception {
    var link = LinkConditions.parse("loss=2%,delay=20ms,jitter=5ms");
    var soak = new Soak(SoakTest.config(Delivery.RELIABLE_ORDERED), link, 10_000_000, 64, 0, 1);
    soak.perTick = 2_000;
    soak.run();
  }

  /** More than 2^17 packets: each number on the wire wraps twice. */
  @Test
  void twoHundredThousandPackets() throws Exception {
    var link = LinkConditions.parse("loss=5%,delay=20ms,jitter=5ms");
    new Soak(SoakTest.config(Delivery.UNRELIABLE), link, 250_000, 2_000, 0, 1).run();
  }
}
