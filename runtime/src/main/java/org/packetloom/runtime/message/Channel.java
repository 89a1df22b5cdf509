// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import org.packetloom.message.ChannelConfig;

/** Both directions of one channel, and where reading and composing of a packet are with it. */
final class Channel {
  final ChannelConfig config;
  final int index;
  final SendQueue sending;
  final Inbox receiving;

  /** Number of the packet that was composed last with a piece of it, and that piece. */
  long composedPacket = -1;

  long composedPiece;

  /** Which reading of a packet met it last, and with which piece. */
  long readPass;

  long readPiece;

  Channel(ChannelConfig config, int index, SendQueue sending, Inbox receiving) {
    this.config = config;
    this.index = index;
    this.sending = sending;
    this.receiving = receiving;
  }

  int id() {
    return config.id();
  }
}
