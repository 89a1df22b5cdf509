// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.packetloom.message.LinkConditions;

/**
 * One datagram for each message, of its bytes and one for the channel; nothing is ever repeated.
 */
final class PerfectPeer implements MessagePeer {
  /** What a message becomes longer by. */
  static final int HEADER = 1;

  /** How such peers are made. */
  static final PeerKind KIND =
      new PeerKind() {
        @Override
        public String name() {
          return "perfect";
        }

        @Override
        public Pair open(Need need, LinkConditions link) {
          return new Pair(new PerfectPeer(), new PerfectPeer());
        }
      };

  private final Queue<ByteBuffer> toSend = new ArrayDeque<>();
  private final Queue<ByteBuffer> arrived = new ArrayDeque<>();

  private PerfectPeer() {}

  @Override
  public boolean send(int channel, ByteBuffer payload, long now) {
    var datagram = ByteBuffer.allocate(payload.remaining() + HEADER);
    toSend.add(datagram.put((byte) channel).put(payload).flip());
    return true;
  }

  @Override
  public void receive(ByteBuffer datagram, long now) {
    arrived.add(ByteBuffer.allocate(datagram.remaining()).put(datagram).flip());
  }

  @Override
  public void drain(Arrivals to, long now) {
    while (!arrived.isEmpty()) {
      ByteBuffer message = arrived.remove();
      to.delivered(message.get(), message.slice());
    }
  }

  @Override
  public void flush(Consumer<ByteBuffer> to, long now) {
    while (!toSend.isEmpty()) {
      to.accept(toSend.remove());
    }
  }

  @Override
  public long nextDeadline(long now) {
    return Long.MAX_VALUE;
  }
}
