// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.messages.KnownAddresses;

/**
 * Native memory for the calls of one direction that move single messages: the error number, a
 * socket address, and its length. Belongs to one thread at a time.
 *
 * <p>All that a call touches of it is in one cache line, up to an address of version 4, and in two
 * with one of version 6: with many sockets that are used in turn each line is one to wait for.
 * Hence the address that was received last, too, is beside the one that the kernel writes. Mostly
 * they are the same, and then nothing else is looked at.
 *
 * <pre>
 *   0    the error numbers
 *   8    the length, as the kernel sets it
 *   16   the address received last, as far as there is room
 *   48   the address
 * </pre>
 */
public final class AddressMemory extends Errno {
  private static final int LENGTH = 8;
  private static final int LAST = 16;
  private static final int LAST_ROOM = 32; // for what internet sockets have
  private static final int NAME = LAST + LAST_ROOM;

  /** Bytes of all of it, in whole cache lines. */
  static final long ROOM = 3 * ErrnoMemory.CACHE_LINE;

  private final long address;
  private final SocketAddresses addresses;

  /** What was received or put here last, null before that. */
  private @Nullable NativeAddress last;

  /** The length of that, as far as it is an address. */
  private int length;

  /** Those received before; null as long as all were the same. */
  private @Nullable KnownAddresses known;

  /** In memory of {@link #ROOM} bytes, which nobody else uses. */
  AddressMemory(Errno memory, SocketAddresses addresses) {
    super(memory);
    this.address = chunk().address() + offset();
    this.addresses = addresses;
  }

  /** Where the kernel puts an address. */
  public long address() {
    return address + NAME;
  }

  /** Where the kernel finds its room, and puts the length. */
  public long lengthAddress() {
    return address + LENGTH;
  }

  /** Makes room for an address. */
  void clear() {
    chunk().set(JAVA_INT, offset() + LENGTH, SocketAddresses.SIZE);
  }

  /** The address that the kernel put here. */
  NativeAddress received() {
    int received = chunk().get(JAVA_INT, offset() + LENGTH);
    NativeAddress before = last;
    return before != null && received == length && isAsBefore(received)
        ? before
        : received(received);
  }

  private boolean isAsBefore(int received) {
    if (received > LAST_ROOM) {
      return false;
    }
    MemorySegment memory = chunk();
    for (int i = 0; i < received; i += Long.BYTES) {
      int at = offset() + i;
      if (memory.get(JAVA_LONG, at + LAST) != memory.get(JAVA_LONG, at + NAME)) {
        return false; // bytes behind its end count too, which costs a search and nothing else
      }
    }
    return true;
  }

  private NativeAddress received(int received) {
    NativeAddress found = received == 0 ? NativeAddress.None.NONE : find(received);
    MemorySegment memory = chunk();
    for (int i = 0; i < Math.min(received, LAST_ROOM); i += Long.BYTES) {
      int at = offset() + i;
      memory.set(JAVA_LONG, at + LAST, memory.get(JAVA_LONG, at + NAME));
    }
    last = found;
    length = received;
    return found;
  }

  private NativeAddress find(int received) {
    if (last == null) { // the first, and perhaps the only one
      return addresses.decode(chunk().asSlice(offset() + NAME, SocketAddresses.SIZE), received);
    }
    KnownAddresses table = known;
    if (table == null) {
      table = new KnownAddresses(addresses::decode);
      known = table;
    }
    return table.find(chunk(), offset() + NAME, received);
  }

  /**
   * Puts an address here, none for {@link NativeAddress.None}.
   *
   * @return 0 or the negated error number
   */
  int put(NativeAddress peer) {
    if (peer == last) {
      return 0;
    }
    int encoded = addresses.encode(peer, chunk(), offset() + NAME);
    if (encoded < 0) {
      return encoded;
    }
    length = encoded;
    last = peer;
    return 0;
  }

  /** The address that was put here, or a null pointer if it was none. */
  public long addressOrNull() {
    return length == 0 ? 0 : address();
  }

  /** The length of the address that was put here. */
  public int length() {
    return length;
  }
}
