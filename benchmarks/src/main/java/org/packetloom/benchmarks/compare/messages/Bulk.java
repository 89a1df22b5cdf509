// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.nio.ByteBuffer;

/** So many numbered messages from the client to the server, as fast as they are taken. */
final class Bulk implements Session.Application {
  private final int channel;
  private final ByteBuffer payload;
  private final int count;
  private int sent;
  private int delivered;
  private long disorder;

  Bulk(int channel, int bytes, int count) {
    this.channel = channel;
    payload = ByteBuffer.allocateDirect(bytes);
    this.count = count;
  }

  @Override
  public void delivered(boolean isAtServer, int from, ByteBuffer message, long now) {
    if (from != channel) {
      return;
    }
    boolean isNext = message.getInt(message.position()) == delivered;
    if (!isNext || message.remaining() != payload.capacity()) {
      disorder++;
    }
    delivered++;
  }

  @Override
  public void turn(Pair pair, long now) {
    while (sent < count && pair.client().send(channel, payload.clear().putInt(0, sent), now)) {
      sent++;
    }
  }

  @Override
  public boolean isDone() {
    return delivered == count;
  }

  int delivered() {
    return delivered;
  }

  /** What was out of order, or never delivered. */
  long errors() {
    return disorder + count - delivered;
  }
}
