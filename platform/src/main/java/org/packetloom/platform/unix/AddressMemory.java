// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.messages.KnownAddresses;

/**
 * Native memory for the calls of a transfer that move single messages: for each direction the error
 * number and a socket address, with its length where the system tells it. What belongs to a
 * direction is used by one thread at a time; the directions know nothing of each other.
 *
 * <p>All that a call touches of it is in one cache line, up to an address of version 4, and in two
 * with one of version 6: with many sockets that are used in turn each line is one to wait for.
 * Hence the address that was received last, too, is beside the one that the kernel writes. Mostly
 * they are the same, and then nothing else is looked at. For the same reason both directions share
 * this object; but no cache line of the memory, which two threads may write to.
 *
 * <pre>
 *   0    the error number of receiving
 *   8    the length of the sender's address, as the kernel sets it
 *   16   the address of the last sender, as far as there is room
 *   48   the sender's address
 *   192  the error number of sending
 *   208  the address of the peer
 * </pre>
 */
public final class AddressMemory extends Errno {
  private static final int LENGTH = 8;
  private static final int LAST = 16;
  private static final int LAST_ROOM = 32; // for what internet sockets have
  private static final int SENDER = LAST + LAST_ROOM;
  private static final int SENDING = 3 * (int) ErrnoMemory.CACHE_LINE;
  private static final int PEER = SENDING + 16;

  /** Bytes of all of it, in whole cache lines. */
  static final long ROOM = 6 * ErrnoMemory.CACHE_LINE;

  private final long address;
  private final SocketAddresses addresses;

  // of who receives: the last sender, null before there was one; the length of its address; and
  // those before, null as long as all were the same
  private @Nullable NativeAddress sender;
  private int senderLength;
  private @Nullable KnownAddresses senders;

  // of who sends: whose address is there, null before there was one, and its length
  private @Nullable NativeAddress peer;
  private int peerLength;

  /** In memory of {@link #ROOM} bytes, which nobody else uses. */
  AddressMemory(Errno memory, SocketAddresses addresses) {
    super(memory, SENDING);
    this.address = chunk().address() + offset();
    this.addresses = addresses;
  }

  // ---- receiving

  /** Where the kernel puts the sender's address. */
  public long senderAddress() {
    return address + SENDER;
  }

  /** Where the kernel finds its room, and puts the length. */
  public long lengthAddress() {
    return address + LENGTH;
  }

  /** Makes room for a sender's address. */
  void clear() {
    chunk().set(JAVA_INT, offset() + LENGTH, SocketAddresses.SIZE);
  }

  /** The sender's address that the kernel put here. */
  NativeAddress received() {
    int received = chunk().get(JAVA_INT, offset() + LENGTH);
    NativeAddress before = sender;
    return before != null && received == senderLength && isAsBefore(received)
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
      if (memory.get(JAVA_LONG, at + LAST) != memory.get(JAVA_LONG, at + SENDER)) {
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
      memory.set(JAVA_LONG, at + LAST, memory.get(JAVA_LONG, at + SENDER));
    }
    sender = found;
    senderLength = received;
    return found;
  }

  private NativeAddress find(int received) {
    if (sender == null) { // the first, and perhaps the only one
      return addresses.decode(chunk().asSlice(offset() + SENDER, SocketAddresses.SIZE), received);
    }
    KnownAddresses table = senders;
    if (table == null) {
      table = new KnownAddresses(addresses::decode);
      senders = table;
    }
    return table.find(chunk(), offset() + SENDER, received);
  }

  // ---- sending

  /**
   * Puts a peer's address here, none for {@link NativeAddress.None}.
   *
   * @return 0 or the negated error number
   */
  int put(NativeAddress to) {
    if (to == peer) {
      return 0;
    }
    int encoded = addresses.encode(to, chunk(), offset() + PEER);
    if (encoded < 0) {
      return encoded;
    }
    peerLength = encoded;
    peer = to;
    return 0;
  }

  /** The peer's address that was put here, or a null pointer if it was none. */
  public long peerAddressOrNull() {
    return peerLength == 0 ? 0 : address + PEER;
  }

  /** The length of the peer's address that was put here. */
  public int peerLength() {
    return peerLength;
  }
}
