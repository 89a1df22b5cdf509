// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.transfer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.packetloom.message.ChannelConfig;
import org.packetloom.message.Codec;
import org.packetloom.message.Delivery;
import org.packetloom.message.MessageConfig;

/** What both sides must agree on. */
final class TransferChannels {
  /** Offers and answers. */
  static final int CONTROL = 1;

  /** The file, in pieces of any size, in order. */
  static final int DATA = 2;

  /** The largest piece. */
  static final int PIECE_BYTES = 32 << 10;

  static final Codec<FromSender> FROM_SENDER = Codec.of(FromSender.class);
  static final Codec<FromReceiver> FROM_RECEIVER = Codec.of(FromReceiver.class);

  private static final int CONTROL_BYTES = 4 << 10;
  private static final int WINDOW_BYTES = 4 << 20;
  private static final long PROTOCOL = 0x7061_636b_6669_6c31L;

  static final MessageConfig CONFIG =
      MessageConfig.builder()
          .channel(
              ChannelConfig.of(CONTROL, Delivery.RELIABLE_ORDERED)
                  .maxMessageSize(CONTROL_BYTES)
                  .priority(1))
          .channel(
              ChannelConfig.of(DATA, Delivery.RELIABLE_ORDERED)
                  .maxMessageSize(PIECE_BYTES)
                  .maxQueuedBytes(WINDOW_BYTES)
                  .receiveBytes(WINDOW_BYTES))
          .protocolId(PROTOCOL)
          .build();

  private TransferChannels() {}

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
