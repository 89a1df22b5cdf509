// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net.packet;

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
public final class PacketRooms {
  private final ReentrantLock roomsLock = new ReentrantLock();

  /** Only packets that were not filled, by identity, which packets have; guarded by roomsLock. */
  private final Map<DatagramPacket, Room> rooms = new WeakHashMap<>();

  /** Remembers nothing yet. */
  public PacketRooms() {}

  /** What a packet was when it had received something. */
  @SuppressWarnings("ArrayRecordComponent") // the array is known by identity
  private record Room(byte[] data, int offset, int received, int length) {
    boolean isOf(DatagramPacket packet) {
      return packet.getData() == data
          && packet.getOffset() == offset
          && packet.getLength() == received;
    }
  }

  /**
   * How many bytes a packet can receive.
   *
   * @param packet any packet
   * @return its length before the receive that made it shorter, or its length
   */
  public int of(DatagramPacket packet) {
    roomsLock.lock();
    try {
      Room room = rooms.get(packet);
      return room != null && room.isOf(packet) ? room.length : packet.getLength();
    } finally {
      roomsLock.unlock();
    }
  }

  /**
   * Sets a packet's length to what it has received.
   *
   * @param packet a packet
   * @param room what {@link #of} told before
   * @param size how many bytes it has received, at most its room
   */
  public void received(DatagramPacket packet, int room, int size) {
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
