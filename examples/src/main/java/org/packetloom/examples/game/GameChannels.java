// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.game;

import java.time.Duration;
import org.packetloom.message.ChannelConfig;
import org.packetloom.message.Codec;
import org.packetloom.message.Delivery;
import org.packetloom.message.MessageConfig;

/** What both sides must agree on. */
final class GameChannels {
  /** Where everybody is, and steers: only the newest counts. */
  static final int MOVES = 0;

  /** What nobody may miss. */
  static final int NEWS = 1;

  static final Codec<FromPlayer> FROM_PLAYER = Codec.of(FromPlayer.class);
  static final Codec<FromServer> FROM_SERVER = Codec.of(FromServer.class);

  private static final int LARGEST = 16 << 10;
  private static final long PROTOCOL = 0x7061_636b_6761_6d31L;

  static final MessageConfig CONFIG =
      MessageConfig.builder()
          .channel(ChannelConfig.of(MOVES, Delivery.UNRELIABLE_SEQUENCED).maxMessageSize(LARGEST))
          .channel(
              ChannelConfig.of(NEWS, Delivery.RELIABLE_ORDERED).maxMessageSize(LARGEST).priority(1))
          .idleTimeout(Duration.ofSeconds(5))
          .protocolId(PROTOCOL)
          .build();

  private GameChannels() {}
}
