// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Answers of a handshake that wait to be sent: a ring that grows to {@link #MOST} of them. */
final class ReplyQueue {
  /** The most that wait. */
  static final int MOST = 1024;

  private static final int FIRST = 16;

  private static final class Reply {
    private final byte[] bytes = new byte[HandshakeWire.MOST_OF_SERVER];
    private int size;
    private Optional<SocketAddress> to = Optional.empty();
  }

  private Reply[] ring = new Reply[FIRST];
  private int head;
  private int count;

  boolean isEmpty() {
    return count == 0;
  }

  /**
   * Queues an answer, a copy.
   *
   * @return false if there is no room
   */
  boolean add(ByteBuffer datagram, SocketAddress to) {
    if (count == ring.length && !grow()) {
      return false;
    }
    int at = head + count & ring.length - 1;
    if (ring[at] == null) {
      ring[at] = new Reply();
    }
    Reply reply = ring[at];
    reply.size = datagram.remaining();
    datagram.get(reply.bytes, 0, reply.size);
    reply.to = Optional.of(to);
    count++;
    return true;
  }

  private boolean grow() {
    if (count == MOST) {
      return false;
    }
    Reply[] larger = Arrays.copyOfRange(ring, head, head + 2 * count);
    System.arraycopy(ring, 0, larger, count - head, head);
    ring = larger;
    head = 0;
    return true;
  }

  /**
   * Takes the oldest; there must be one.
   *
   * @param into the datagram is put at its position
   * @return where it goes
   */
  Optional<SocketAddress> take(ByteBuffer into) {
    Reply reply = ring[head];
    into.put(reply.bytes, 0, reply.size);
    Optional<SocketAddress> to = reply.to;
    reply.to = Optional.empty();
    head = head + 1 & ring.length - 1;
    count--;
    return to;
  }
}
