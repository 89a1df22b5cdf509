// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.net.DatagramPacket;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How much packets hold that were made shorter by receiving into them.
 *
 * <p>Of a packet the JDK's own sockets change the length, and leave as it was how much may be
 * received next time; nobody outside of java.net can do that. So the room of a packet that a
 * receive made shorter is remembered here, for as long as it looks as the receive has left it.
 */
final class PacketRoom {
  /** A packet as a receive has left it. */
  private record Shortened(byte[] data, int offset, int length, int room) {
    boolean isStill(DatagramPacket packet) {
      return packet.getData() == data
          && packet.getOffset() == offset
          && packet.getLength() == length;
    }
  }

  private final ReentrantLock packetsLock = new ReentrantLock();

  /** By identity, which packets have; guarded by packetsLock. */
  private final Map<DatagramPacket, Shortened> packets = new WeakHashMap<>();

  /** How many bytes may be received into a packet. */
  int of(DatagramPacket packet) {
    packetsLock.lock();
    try {
      @Nullable Shortened known = packets.get(packet);
      return known != null && known.isStill(packet) ? known.room : packet.getLength();
    } finally {
      packetsLock.unlock();
    }
  }

  /** Puts the length of what was received into a packet that had some room. */
  void shorten(DatagramPacket packet, int length, int room) {
    packet.setLength(length);
    packetsLock.lock();
    try {
      if (length == room) {
        packets.remove(packet);
      } else {
        packets.put(packet, new Shortened(packet.getData(), packet.getOffset(), length, room));
      }
    } finally {
      packetsLock.unlock();
    }
  }
}
