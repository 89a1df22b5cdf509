// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * The own ends of the messages of a batch, as IP_PKTINFO and IPV6_PKTINFO tell and take them:
 * without an object for each message. Belongs to one thread at a time.
 *
 * <p>A message has 24 bytes: what kind of address there is (0 for none, 4, 6), the number of the
 * interface, and 16 bytes with the address.
 */
final class PacketInfos {
  /** mswsock.h: what stands before each control message. */
  static final StructLayout WSACMSGHDR =
      structLayout(
              JAVA_LONG.withName("cmsg_len"),
              JAVA_INT.withName("cmsg_level"),
              JAVA_INT.withName("cmsg_type"))
          .withName("WSACMSGHDR");

  /** ws2tcpip.h: where an IPv4 packet went to, or is to leave from. */
  static final StructLayout in_pktinfo =
      structLayout(
              sequenceLayout(4, JAVA_BYTE).withName("ipi_addr"), JAVA_INT.withName("ipi_ifindex"))
          .withName("in_pktinfo");

  /** ws2tcpip.h: the same for IPv6. */
  static final StructLayout in6_pktinfo =
      structLayout(
              sequenceLayout(16, JAVA_BYTE).withName("ipi6_addr"),
              JAVA_INT.withName("ipi6_ifindex"))
          .withName("in6_pktinfo");

  private static final long HEADER = WSACMSGHDR.byteSize();
  private static final long LEVEL = Layouts.offset(WSACMSGHDR, "cmsg_level");
  private static final long TYPE = Layouts.offset(WSACMSGHDR, "cmsg_type");
  private static final long INTERFACE4 = Layouts.offset(in_pktinfo, "ipi_ifindex");
  private static final long INTERFACE6 = Layouts.offset(in6_pktinfo, "ipi6_ifindex");

  private static final long SIZE = 24;
  private static final long KIND = 0;
  private static final long INTERFACE = 4;
  private static final long ADDRESS = 8;

  /** Bytes 8 to 11 of an address of IPv6 that stands for one of IPv4. */
  private static final int MAPPED = 0xffff_0000;

  /** The first bits of groups of IPv4, and what they are. */
  private static final int GROUP_BITS = 0xf0;

  private static final int GROUP = 0xe0;

  private final MemorySegment memory;

  PacketInfos(Arena arena, int capacity) {
    memory = arena.allocate(capacity * SIZE, Long.BYTES);
  }

  void clear(int index) {
    memory.set(JAVA_LONG, index * SIZE, 0);
  }

  boolean isSet(int index) {
    return memory.get(JAVA_LONG, index * SIZE) != 0;
  }

  /**
   * Takes what control messages tell.
   *
   * @param from holds them from the offset on
   * @param size bytes of them
   */
  void take(int index, MemorySegment from, long offset, int size) {
    long at = offset;
    long end = offset + Math.min(size, DatagramMemory.CONTROL_ROOM);
    while (at + HEADER <= end) {
      long length = from.get(JAVA_LONG, at);
      if (length < HEADER || at + length > end) {
        return;
      }
      takeOne(index, from, at, length - HEADER);
      at += length + Long.BYTES - 1 & -Long.BYTES;
    }
  }

  private void takeOne(int index, MemorySegment from, long header, long length) {
    int level = from.get(JAVA_INT, header + LEVEL);
    int type = from.get(JAVA_INT, header + TYPE);
    long data = header + HEADER;
    long at = index * SIZE;
    if (level == SocketOptions.IPPROTO_IP
        && type == SocketOptions.IP_PKTINFO
        && length >= in_pktinfo.byteSize()) {
      take4(at, from, data);
      memory.set(JAVA_INT, at + INTERFACE, from.get(JAVA_INT, data + INTERFACE4));
    } else if (level == SocketOptions.IPPROTO_IPV6
        && type == SocketOptions.IPV6_PKTINFO
        && length >= in6_pktinfo.byteSize()) {
      take6(at, from, data);
      memory.set(JAVA_INT, at + INTERFACE, from.get(JAVA_INT, data + INTERFACE6));
    }
  }

  /** A group, or everybody, is no address to answer from. */
  private void take4(long at, MemorySegment from, long address) {
    int first = Byte.toUnsignedInt(from.get(JAVA_BYTE, address));
    boolean isOwn = (first & GROUP_BITS) < GROUP;
    memory.set(JAVA_INT, at + KIND, isOwn ? 4 : 0);
    memory.set(JAVA_INT, at + ADDRESS, from.get(JAVA_INT, address));
  }

  private void take6(long at, MemorySegment from, long address) {
    boolean isMapped =
        from.get(JAVA_LONG, address) == 0 && from.get(JAVA_INT, address + 8) == MAPPED;
    if (isMapped) {
      take4(at, from, address + 12);
      return;
    }
    boolean isGroup = from.get(JAVA_BYTE, address) == (byte) 0xff;
    memory.set(JAVA_INT, at + KIND, isGroup ? 0 : 6);
    MemorySegment.copy(from, address, memory, at + ADDRESS, 16);
  }

  /** Writes the control message that has a datagram sent from here: its bytes. */
  int put(int index, MemorySegment into, long offset, boolean isPeerVersion6) {
    long at = index * SIZE;
    int kind = memory.get(JAVA_INT, at + KIND);
    int networkInterface = memory.get(JAVA_INT, at + INTERFACE);
    long data = offset + HEADER;
    boolean is6 = kind == 6 || kind == 0 && isPeerVersion6;
    StructLayout layout = is6 ? in6_pktinfo : in_pktinfo;
    long space = HEADER + layout.byteSize() + Long.BYTES - 1 & -Long.BYTES;
    into.asSlice(offset, space).fill((byte) 0);
    into.set(JAVA_LONG, offset, HEADER + layout.byteSize());
    into.set(JAVA_INT, offset + LEVEL, is6 ? SocketOptions.IPPROTO_IPV6 : SocketOptions.IPPROTO_IP);
    into.set(JAVA_INT, offset + TYPE, is6 ? SocketOptions.IPV6_PKTINFO : SocketOptions.IP_PKTINFO);
    into.set(JAVA_INT, data + (is6 ? INTERFACE6 : INTERFACE4), networkInterface);
    if (kind != 0) {
      MemorySegment.copy(memory, at + ADDRESS, into, data, kind == 6 ? 16 : 4);
    }
    return (int) space;
  }

  Optional<InetAddress> address(int index) {
    long at = index * SIZE;
    int kind = memory.get(JAVA_INT, at + KIND);
    if (kind == 0) {
      return Optional.empty();
    }
    byte[] address = new byte[kind == 4 ? 4 : 16];
    MemorySegment.copy(memory, JAVA_BYTE, at + ADDRESS, address, 0, address.length);
    try {
      return Optional.of(InetAddress.getByAddress(address));
    } catch (UnknownHostException e) {
      throw new AssertionError("length " + address.length, e);
    }
  }

  int networkInterface(int index) {
    return memory.get(JAVA_INT, index * SIZE + INTERFACE);
  }

  void set(int index, Optional<InetAddress> address, int networkInterface) {
    clear(index);
    long at = index * SIZE;
    memory.set(JAVA_INT, at + INTERFACE, networkInterface);
    if (address.isPresent()) {
      byte[] bytes = address.get().getAddress();
      memory.set(JAVA_INT, at + KIND, address.get() instanceof Inet6Address ? 6 : 4);
      MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, at + ADDRESS, bytes.length);
    }
  }

  void move(int from, int to) {
    MemorySegment.copy(memory, from * SIZE, memory, to * SIZE, SIZE);
  }
}
