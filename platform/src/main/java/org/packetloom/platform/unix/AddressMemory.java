// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.messages.KnownAddresses;

/**
 * Native memory for one socket address and its length, for one direction of a transfer. Belongs to
 * one thread at a time.
 *
 * <p>Freed by the collector, as transfers have no close.
 */
public final class AddressMemory {
  private static final long LENGTH = SocketAddresses.SIZE;

  private final MemorySegment memory = Arena.ofAuto().allocate(LENGTH + Long.BYTES, Long.BYTES);
  private final long address = memory.address();
  private final SocketAddresses addresses;
  private final KnownAddresses known;

  /** What was put here last, null before that. */
  private @Nullable NativeAddress put;

  private int length;

  AddressMemory(SocketAddresses addresses) {
    this.addresses = addresses;
    this.known = new KnownAddresses(addresses::decode);
  }

  /** Where the kernel puts an address, and finds its room. */
  long address() {
    return address;
  }

  long lengthAddress() {
    return address + LENGTH;
  }

  /** Makes room for an address. */
  void clear() {
    memory.set(JAVA_INT, LENGTH, SocketAddresses.SIZE);
  }

  /** The address that the kernel put here. */
  NativeAddress received() {
    int received = memory.get(JAVA_INT, LENGTH);
    return received == 0 ? NativeAddress.None.NONE : known.find(memory, 0, received);
  }

  /**
   * Puts an address here, none for {@link NativeAddress.None}.
   *
   * @return 0 or the negated error number
   */
  int put(NativeAddress peer) {
    if (peer == put) {
      return 0;
    }
    int encoded = addresses.encode(peer, memory, 0);
    if (encoded < 0) {
      return encoded;
    }
    length = encoded;
    put = peer;
    return 0;
  }

  /** The address that was put here, or a null pointer if it was none. */
  long addressOrNull() {
    return length == 0 ? 0 : address;
  }

  /** The length of the address that was put here. */
  int length() {
    return length;
  }
}
