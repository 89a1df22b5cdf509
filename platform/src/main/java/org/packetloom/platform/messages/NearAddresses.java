// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.messages;

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
 * The own ends of the messages of a batch: without an object for each message. Belongs to one
 * thread at a time.
 *
 * <p>A message has 24 bytes: what kind of address there is (0 for none, 4, 6), the number of the
 * interface, and 16 bytes with the address.
 */
public final class NearAddresses {
  private static final long SIZE = 24;
  private static final long KIND = 0;
  private static final long INTERFACE = 4;
  private static final long ADDRESS = 8;

  /** Bytes 8 to 11 of an address of IPv6 that stands for one of IPv4. */
  private static final int MAPPED = 0xffff_0000;

  /** The first bits of groups of IPv4, of what is reserved, and of everybody. */
  private static final int GROUP4 = 0xe0;

  private static final int GROUP6 = 0xff;

  private final MemorySegment memory;

  /** The own ends of that many messages, none of which is known. */
  public NearAddresses(Arena arena, int capacity) {
    memory = arena.allocate(capacity * SIZE, Long.BYTES);
  }

  /** Forgets what is known of a message. */
  public void clear(int index) {
    memory.set(JAVA_LONG, index * SIZE, 0);
  }

  /** Whether anything is known of a message. */
  public boolean isSet(int index) {
    return memory.get(JAVA_LONG, index * SIZE) != 0;
  }

  /** Whether the address of a message is known. */
  public boolean hasAddress(int index) {
    return memory.get(JAVA_INT, index * SIZE + KIND) != 0;
  }

  /** Whether the address of a message is known to be one of IPv6. */
  public boolean isVersion6(int index) {
    return memory.get(JAVA_INT, index * SIZE + KIND) == 6;
  }

  /** Whether the same is known of two messages. */
  public boolean isSame(int one, int other) {
    long at = one * SIZE;
    long beside = other * SIZE;
    if (memory.get(JAVA_LONG, at) != memory.get(JAVA_LONG, beside)) {
      return false;
    }
    int kind = memory.get(JAVA_INT, at + KIND);
    if (kind == 0) {
      return true;
    }
    long length = kind == 6 ? 16 : 4;
    return MemorySegment.mismatch(
            memory,
            at + ADDRESS,
            at + ADDRESS + length,
            memory,
            beside + ADDRESS,
            beside + ADDRESS + length)
        < 0;
  }

  // ---- for systems

  /** Takes an address of IPv4 that the system wrote; a group is none to answer from. */
  public void take4(int index, MemorySegment from, long address) {
    long at = index * SIZE;
    boolean isOwn = Byte.toUnsignedInt(from.get(JAVA_BYTE, address)) < GROUP4;
    memory.set(JAVA_INT, at + KIND, isOwn ? 4 : 0);
    memory.set(JAVA_INT, at + ADDRESS, from.get(JAVA_INT_UNALIGNED, address));
  }

  /** The same of IPv6; an address that stands for one of IPv4 is that. */
  public void take6(int index, MemorySegment from, long address) {
    boolean isMapped =
        from.get(JAVA_LONG_UNALIGNED, address) == 0
            && from.get(JAVA_INT_UNALIGNED, address + 8) == MAPPED;
    if (isMapped) {
      take4(index, from, address + 12);
      return;
    }
    long at = index * SIZE;
    boolean isOwn = Byte.toUnsignedInt(from.get(JAVA_BYTE, address)) < GROUP6;
    memory.set(JAVA_INT, at + KIND, isOwn ? 6 : 0);
    MemorySegment.copy(from, address, memory, at + ADDRESS, 16);
  }

  /** Takes the number of an interface. */
  public void takeInterface(int index, int networkInterface) {
    memory.set(JAVA_INT, index * SIZE + INTERFACE, networkInterface);
  }

  /** Writes the address of a message, of 4 or 16 bytes, if it is known. */
  public void putAddress(int index, MemorySegment into, long at) {
    int kind = memory.get(JAVA_INT, index * SIZE + KIND);
    if (kind != 0) {
      MemorySegment.copy(memory, index * SIZE + ADDRESS, into, at, kind == 6 ? 16 : 4);
    }
  }

  // ---- of messages

  /** The address of a message, if it is known. */
  public Optional<InetAddress> address(int index) {
    if (!hasAddress(index)) {
      return Optional.empty();
    }
    byte[] address = new byte[isVersion6(index) ? 16 : 4];
    MemorySegment.copy(memory, JAVA_BYTE, index * SIZE + ADDRESS, address, 0, address.length);
    try {
      return Optional.of(InetAddress.getByAddress(address));
    } catch (UnknownHostException e) {
      throw new AssertionError("length " + address.length, e);
    }
  }

  /** The number of a message's interface; 0 if it is not known. */
  public int networkInterface(int index) {
    return memory.get(JAVA_INT, index * SIZE + INTERFACE);
  }

  /** Chooses both; 0 and no address leave them to the system. */
  public void set(int index, Optional<InetAddress> address, int networkInterface) {
    clear(index);
    long at = index * SIZE;
    memory.set(JAVA_INT, at + INTERFACE, networkInterface);
    if (address.isPresent()) {
      byte[] bytes = address.get().getAddress();
      memory.set(JAVA_INT, at + KIND, address.get() instanceof Inet6Address ? 6 : 4);
      MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, at + ADDRESS, bytes.length);
    }
  }

  /** Copies what is known of a message to another place. */
  public void move(int from, int to) {
    MemorySegment.copy(memory, from * SIZE, memory, to * SIZE, SIZE);
  }
}
