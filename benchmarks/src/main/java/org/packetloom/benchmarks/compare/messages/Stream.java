// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.nio.ByteBuffer;

/** Numbered messages each 1/60 s in both directions, and how long they took. */
final class Stream implements Session.Application {
  private static final long PER_SECOND = 60;

  private final int channel;
  private final ByteBuffer payload;
  private final int count; // in each direction
  private final long[][] sentAt; // by direction and number
  private final int[] expected = new int[2];
  private final Latencies[] latencies = {new Latencies(), new Latencies()}; // by direction
  private int sent; // in each direction
  private long errors;

  Stream(int channel, int bytes, int seconds) {
    this.channel = channel;
    payload = ByteBuffer.allocateDirect(bytes);
    count = Math.toIntExact(seconds * PER_SECOND);
    sentAt = new long[2][count];
  }

  /** On the channel for what is urgent. */
  Stream(Setting setting) {
    this(MessagePeer.SMALL, setting.bytes(), setting.seconds());
  }

  /** When it has sent all. */
  long lastTurn() {
    return Session.START + Driver.at(count, PER_SECOND);
  }

  @Override
  public void delivered(boolean isAtServer, int from, ByteBuffer message, long now) {
    if (from != channel) {
      return;
    }
    int direction = isAtServer ? 1 : 0;
    int number = message.getInt(message.position());
    boolean isNext = number == expected[direction] && message.remaining() == payload.capacity();
    if (number < 0 || number >= sent || !isNext) {
      errors++;
    }
    expected[direction] = number + 1;
    latencies[direction].add(now - sentAt[direction][number]);
  }

  @Override
  public void turn(Pair pair, long now) {
    while (nextTurn() <= now) {
      send(pair.client(), 1, now);
      send(pair.server(), 0, now);
      sent++;
    }
  }

  private void send(MessagePeer peer, int direction, long now) {
    payload.clear().putInt(0, sent);
    sentAt[direction][sent] = now;
    peer.send(channel, payload, now); // one that is not taken is one that does not arrive
  }

  @Override
  public long nextTurn() {
    return sent == count ? Long.MAX_VALUE : Session.START + Driver.at(sent, PER_SECOND);
  }

  @Override
  public boolean isDone() {
    return sent == count && arrived() == 2 * count;
  }

  private int arrived() {
    return latencies[0].count() + latencies[1].count();
  }

  /** In both directions. */
  Latencies latencies() {
    return latencies[0].with(latencies[1]);
  }

  /** In one direction. */
  Latencies toServer() {
    return latencies[1];
  }

  /** In both directions. */
  long sentBytes() {
    return 2L * sent * payload.capacity();
  }

  /** What was out of order. */
  long disorder() {
    return errors;
  }

  /** What was out of order, or never delivered. */
  long errors() {
    return errors + 2L * sent - arrived();
  }
}
