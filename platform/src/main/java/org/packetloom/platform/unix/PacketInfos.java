// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import org.packetloom.platform.messages.NearAddresses;

/** Reads and writes the own end of a message as the control messages of packet information. */
final class PacketInfos {
  private static final int ADDRESS4 = 4; // struct in_addr
  private static final int INFO4 = 12; // struct in_pktinfo
  private static final long INTERFACE4 = 0; // ipi_ifindex
  private static final long SOURCE4 = 4; // ipi_spec_dst
  private static final int INFO6 = 20; // struct in6_pktinfo
  private static final long ADDRESS6 = 0; // ipi6_addr
  private static final long INTERFACE6 = 16; // ipi6_ifindex

  private final DatagramNumbers numbers;
  private final NearAddresses near;

  PacketInfos(DatagramNumbers numbers, NearAddresses near) {
    this.numbers = numbers;
    this.near = near;
  }

  /** Takes what a control message tells, if it is about this. */
  void take(int index, MemorySegment from, ControlMessages control) {
    if (control.is(Posix.IPPROTO_IP, numbers.IP_PKTINFO(), INFO4)) {
      // not where the packet went, which may be a group, but the own address to answer from
      near.take4(index, from, control.data() + SOURCE4);
      near.takeInterface(index, control.integer(INTERFACE4));
    } else if (control.is(Posix.IPPROTO_IP, numbers.IP_RECVDSTADDR(), ADDRESS4)) {
      near.take4(index, from, control.data());
    } else if (control.is(Posix.IPPROTO_IPV6, numbers.IPV6_PKTINFO(), INFO6)) {
      near.take6(index, from, control.data() + ADDRESS6);
      near.takeInterface(index, control.integer(INTERFACE6));
    }
  }

  /** Writes the control message that has a datagram sent from here. */
  void put(int index, MemorySegment into, ControlMessages control, boolean isPeerVersion6) {
    boolean hasAddress = near.hasAddress(index);
    if (near.isVersion6(index) || !hasAddress && isPeerVersion6) {
      long data = control.put(Posix.IPPROTO_IPV6, numbers.IPV6_PKTINFO(), INFO6);
      into.set(JAVA_INT_UNALIGNED, data + INTERFACE6, near.networkInterface(index));
      near.putAddress(index, into, data + ADDRESS6);
    } else if (numbers.IP_RECVDSTADDR() == DatagramNumbers.NONE) {
      long data = control.put(Posix.IPPROTO_IP, numbers.IP_PKTINFO(), INFO4);
      into.set(JAVA_INT_UNALIGNED, data + INTERFACE4, near.networkInterface(index));
      near.putAddress(index, into, data + SOURCE4);
    } else if (hasAddress) {
      long data = control.put(Posix.IPPROTO_IP, numbers.IP_RECVDSTADDR(), ADDRESS4);
      near.putAddress(index, into, data);
    }
  }
}
