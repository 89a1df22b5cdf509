// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.net.DatagramPacket;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Remembers how much room packets have that hold less.
 *
 * <p>A packet that has received few bytes tells their number as its length. When it is used again
 * the sockets of the JDK fill its whole room all the same, which they keep in the packet where
 * nobody else can see it: so much code never sets the length back. Here the room is remembered
 * beside the packet, for as long as nobody changes the packet.
 */
final class PacketRooms {
  private final ReentrantLock roomsLock = new ReentrantLock();

  /** Only packets that were not filled; guarded by roomsLock. */
  private final Map<DatagramPacket, Room> rooms = new WeakHashMap<>();

  /** What a packet was when it had received something. */
  private record Room(byte[] data, int offset, int received, int length) {
    boolean isOf(DatagramPacket packet) {
      return packet.getData() == data
          && packet.getOffset() == offset
          && packet.getLength() == received;
    }
  }

  /** How many bytes a packet can receive. */
  int of(DatagramPacket packet) {
    roomsLock.lock();
    try {
      Room room = rooms.get(packet);
      return room != null && room.isOf(packet) ? room.length : packet.getLength();
    } finally {
      roomsLock.unlock();
    }
  }

  /** Sets a packet's length to what it has received. */
  void received(DatagramPacket packet, int room, int size) {
    packet.setLength(size);
    roomsLock.lock();
    try {
      if (size < room) {
        rooms.put(packet, new Room(packet.getData(), packet.getOffset(), size, room));
      } else {
        rooms.remove(packet);
      }
    } finally {
      roomsLock.unlock();
    }
  }
}
