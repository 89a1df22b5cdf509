// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import org.packetloom.platform.messages.NearAddresses;

/** Reads and writes the own end of a message as the control messages of packet information. */
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

  private final NearAddresses near;

  PacketInfos(NearAddresses near) {
    this.near = near;
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
    if (level == SocketOptions.IPPROTO_IP
        && type == SocketOptions.IP_PKTINFO
        && length >= in_pktinfo.byteSize()) {
      near.take4(index, from, data);
      near.takeInterface(index, from.get(JAVA_INT, data + INTERFACE4));
    } else if (level == SocketOptions.IPPROTO_IPV6
        && type == SocketOptions.IPV6_PKTINFO
        && length >= in6_pktinfo.byteSize()) {
      near.take6(index, from, data);
      near.takeInterface(index, from.get(JAVA_INT, data + INTERFACE6));
    }
  }

  /** Writes the control message that has a datagram sent from here: its bytes. */
  int put(int index, MemorySegment into, long offset, boolean isPeerVersion6) {
    long data = offset + HEADER;
    boolean is6 = near.isVersion6(index) || !near.hasAddress(index) && isPeerVersion6;
    StructLayout layout = is6 ? in6_pktinfo : in_pktinfo;
    long space = HEADER + layout.byteSize() + Long.BYTES - 1 & -Long.BYTES;
    into.asSlice(offset, space).fill((byte) 0);
    into.set(JAVA_LONG, offset, HEADER + layout.byteSize());
    into.set(JAVA_INT, offset + LEVEL, is6 ? SocketOptions.IPPROTO_IPV6 : SocketOptions.IPPROTO_IP);
    into.set(JAVA_INT, offset + TYPE, is6 ? SocketOptions.IPV6_PKTINFO : SocketOptions.IP_PKTINFO);
    into.set(JAVA_INT, data + (is6 ? INTERFACE6 : INTERFACE4), near.networkInterface(index));
    near.putAddress(index, into, data);
    return (int) space;
  }
}
