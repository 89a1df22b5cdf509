// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Datagrams on their way, each with a number of who sent it or shall have it. */
final class Slab {
  /** Takes what is on its way. */
  @FunctionalInterface
  interface Receiver {
    void receive(ByteBuffer datagram, int who);
  }

  private ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
  private int[] ends = new int[1024];
  private int[] who = new int[1024];
  private int count;

  void add(ByteBuffer datagram, int number) {
    if (bytes.remaining() < datagram.remaining()) {
      int room = Math.max(2 * bytes.capacity(), bytes.position() + datagram.remaining());
      bytes = ByteBuffer.allocate(room).put(bytes.flip());
    }
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
      who = Arrays.copyOf(who, 2 * count);
    }
    bytes.put(datagram);
    ends[count] = bytes.position();
    who[count++] = number;
  }

  /** Hands all of them out, and is empty then. */
  void drain(Receiver receiver) {
    int start = 0;
    for (int i = 0; i < count; i++) {
      receiver.receive(bytes.limit(ends[i]).position(start), who[i]);
      start = ends[i];
    }
    count = 0;
    bytes.clear();
  }
}
