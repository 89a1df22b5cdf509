// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * The own ends of the messages of a batch, as packet information tells and takes them: without an
 * object for each message. Belongs to one thread at a time.
 *
 * <p>A message has 24 bytes: what kind of address there is (0 for none, 4, 6), the number of the
 * interface, and 16 bytes with the address.
 */
public final class NearAddresses {
  private static final long SIZE = 24;
  private static final long KIND = 0;
  private static final long INTERFACE = 4;
  private static final long ADDRESS = 8;

  private static final int ADDRESS4 = 4; // struct in_addr
  private static final int INFO4 = 12; // struct in_pktinfo
  private static final long INTERFACE4 = 0; // ipi_ifindex
  private static final long SOURCE4 = 4; // ipi_spec_dst
  private static final int INFO6 = 20; // struct in6_pktinfo
  private static final long ADDRESS6 = 0; // ipi6_addr
  private static final long INTERFACE6 = 16; // ipi6_ifindex

  /** Bytes 8 to 11 of an address of IPv6 that stands for one of IPv4. */
  private static final int MAPPED = 0xffff_0000;

  private final DatagramNumbers numbers;
  private final MemorySegment memory;

  NearAddresses(DatagramNumbers numbers, Arena arena, int capacity) {
    this.numbers = numbers;
    memory = arena.allocate(JAVA_LONG, capacity * SIZE / Long.BYTES);
  }

  void clear(int index) {
    memory.set(JAVA_LONG, index * SIZE, 0);
  }

  boolean isSet(int index) {
    return memory.get(JAVA_LONG, index * SIZE) != 0;
  }

  /** Takes what a control message tells, if it is about this. */
  void take(int index, MemorySegment from, ControlMessages control) {
    long at = index * SIZE;
    if (control.is(Posix.IPPROTO_IP, numbers.IP_PKTINFO(), INFO4)) {
      memory.set(JAVA_INT, at + KIND, 4);
      memory.set(JAVA_INT, at + INTERFACE, control.integer(INTERFACE4));
      // not where the packet went, which may be a group, but the own address to answer from
      memory.set(JAVA_INT, at + ADDRESS, control.integer(SOURCE4));
    } else if (control.is(Posix.IPPROTO_IP, numbers.IP_RECVDSTADDR(), ADDRESS4)) {
      int address = control.integer(0);
      memory.set(JAVA_INT, at + KIND, isGroup4(address) ? 0 : 4);
      memory.set(JAVA_INT, at + ADDRESS, address);
    } else if (control.is(Posix.IPPROTO_IPV6, numbers.IPV6_PKTINFO(), INFO6)) {
      take6(at, from, control.data() + ADDRESS6);
      memory.set(JAVA_INT, at + INTERFACE, control.integer(INTERFACE6));
    }
  }

  /** 224.0.0.0/4, in network order. */
  private static boolean isGroup4(int address) {
    return (address & 0xf0) == 0xe0;
  }

  /** A group is no address to answer from; an address that stands for one of IPv4 is that. */
  private void take6(long at, MemorySegment from, long address) {
    boolean isMapped =
        from.get(JAVA_LONG_UNALIGNED, address) == 0
            && from.get(JAVA_INT_UNALIGNED, address + 8) == MAPPED;
    boolean isGroup = from.get(JAVA_BYTE, address) == (byte) 0xff;
    if (isMapped) {
      memory.set(JAVA_INT, at + KIND, 4);
      memory.set(JAVA_INT, at + ADDRESS, from.get(JAVA_INT_UNALIGNED, address + 12));
    } else {
      memory.set(JAVA_INT, at + KIND, isGroup ? 0 : 6);
      MemorySegment.copy(from, address, memory, at + ADDRESS, 16);
    }
  }

  /** Writes the control message that has a datagram sent from here. */
  void put(int index, MemorySegment into, ControlMessages control, boolean isPeerVersion6) {
    long at = index * SIZE;
    int kind = memory.get(JAVA_INT, at + KIND);
    int networkInterface = memory.get(JAVA_INT, at + INTERFACE);
    if (kind == 6 || kind == 0 && isPeerVersion6) {
      long data = control.put(Posix.IPPROTO_IPV6, numbers.IPV6_PKTINFO(), INFO6);
      into.set(JAVA_INT_UNALIGNED, data + INTERFACE6, networkInterface);
      if (kind == 6) {
        MemorySegment.copy(memory, at + ADDRESS, into, data + ADDRESS6, 16);
      }
    } else if (numbers.IP_RECVDSTADDR() != DatagramNumbers.NONE) {
      if (kind == 4) {
        long data = control.put(Posix.IPPROTO_IP, numbers.IP_RECVDSTADDR(), ADDRESS4);
        into.set(JAVA_INT_UNALIGNED, data, memory.get(JAVA_INT, at + ADDRESS));
      }
    } else {
      long data = control.put(Posix.IPPROTO_IP, numbers.IP_PKTINFO(), INFO4);
      into.set(JAVA_INT_UNALIGNED, data + INTERFACE4, networkInterface);
      if (kind == 4) {
        into.set(JAVA_INT_UNALIGNED, data + SOURCE4, memory.get(JAVA_INT, at + ADDRESS));
      }
    }
  }

  Optional<InetAddress> address(int index) {
    long at = index * SIZE;
    int kind = memory.get(JAVA_INT, at + KIND);
    if (kind == 0) {
      return Optional.empty();
    }
    byte[] address = memory.asSlice(at + ADDRESS, kind == 4 ? 4 : 16).toArray(JAVA_BYTE);
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
