// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Takes as many messages as a link carries, and no more. */
final class PacedPeer implements MessagePeer {
  private static final int OVERHEAD = 28;

  /** What may wait in the queue of the link, in time. */
  private static final long AHEAD = 20_000_000;

  private final MessagePeer peer;
  private final double nanosPerByte;
  private long freeAt = Session.START;

  PacedPeer(MessagePeer peer, int megabits) {
    this.peer = peer;
    nanosPerByte = 8_000.0 / megabits;
  }

  @Override
  public boolean send(int channel, ByteBuffer payload, long now) {
    if (freeAt > now + AHEAD) {
      return false;
    }
    int bytes = payload.remaining() + PerfectPeer.HEADER + OVERHEAD;
    freeAt = Math.max(freeAt, now) + (long) Math.ceil(bytes * nanosPerByte);
    return peer.send(channel, payload, now);
  }

  @Override
  public void receive(ByteBuffer datagram, long now) {
    peer.receive(datagram, now);
  }

  @Override
  public void drain(Arrivals to, long now) {
    peer.drain(to, now);
  }

  @Override
  public void flush(Consumer<ByteBuffer> to, long now) {
    peer.flush(to, now);
  }

  @Override
  public long nextDeadline(long now) {
    return peer.nextDeadline(now);
  }
}
